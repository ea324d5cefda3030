// Owns: replacing functions of the browser for one test, and recording what `fetch` was called with.
// Must not: know anything of OAuth. `startAfresh` undoes whatever the last test left behind.

const undo = [];
const later = setTimeout.bind(globalThis);
let calls = [];
let answers = [];
let whileSending = null;

export function replace(target, name, descriptor) {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...descriptor });
  undo.push(() => (own ? Object.defineProperty(target, name, own) : delete target[name]));
}

/**
 * A page as new: its own functions but for `fetch`, empty storages, an address without path and query. What a reload
 * ends, such as the last test's timers, is over.
 */
export function startAfresh() {
  while (undo.length > 0) undo.pop()();
  calls = [];
  answers = [];
  whileSending = null;
  sessionStorage.clear();
  localStorage.clear();
  // WebKit allows a hundred of these in ten seconds.
  if (location.href !== `${location.origin}/` || history.state) history.replaceState(null, "", "/");
  replaceValue(globalThis, "fetch", fakeFetch);
  trackWhatLasts();
}

function trackWhatLasts() {
  const { addEventListener, BroadcastChannel } = globalThis;
  replaceValue(globalThis, "setTimeout", (...given) => {
    const timer = later(...given);
    undo.push(() => clearTimeout(timer));
    return timer;
  });
  replaceValue(globalThis, "addEventListener", (...given) => {
    addEventListener(...given);
    undo.push(() => removeEventListener(...given));
  });
  replaceValue(
    globalThis,
    "BroadcastChannel",
    class extends BroadcastChannel {
      constructor(name) {
        super(name);
        undo.push(() => this.close());
      }
    },
  );
}

export function replaceValue(target, name, value) {
  replace(target, name, { value, writable: true });
}

/** Every use of a property, or call of a method, throws. */
export function makeThrow(target, name, error) {
  replace(target, name, {
    get() {
      throw error;
    },
  });
}

export function makeMethodThrow(target, name, error) {
  replaceValue(target, name, () => {
    throw error;
  });
}

async function fakeFetch(input, init) {
  // First of all and still inside the call, as a wrapper in an app would run.
  const action = whileSending;
  whileSending = null;
  action?.();
  const request = new Request(input, init);
  const { url, method, credentials, cache, redirect, referrerPolicy, signal } = request;
  const call = { url, method, credentials, cache, redirect, referrerPolicy };
  calls.push(call);
  call.headers = Object.fromEntries(request.headers);
  call.body = await request.text();
  const answer = answers.shift();
  if (answer === undefined) throw new TypeError(`no answer for ${method} ${url}`);
  return answer(signal);
}

export function answerWith(status, body) {
  const headers = { "content-type": "application/json; charset=utf-8" };
  answers.push(() => new Response(body, { status, headers }));
}

export function answerWithResponse(response) {
  answers.push(() => response);
}

export function answerWithRejection(reason) {
  answers.push(() => Promise.reject(reason));
}

/** Never answers, but ends like a real fetch when it is given up or the page is left. */
export function answerWithSilence() {
  answers.push(
    (signal) =>
      new Promise((_, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener("abort", () => reject(signal.reason));
        undo.push(() => reject(new TypeError("left")));
      }),
  );
}

/** A body that breaks off in the middle. */
export function answerWithBrokenBody() {
  answers.push(() => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"access_token":'));
        controller.error(new TypeError("connection lost"));
      },
    });
    return new Response(body, { status: 200 });
  });
}

export function setWhileSending(action) {
  whileSending = action;
}

export function sentCalls() {
  return calls;
}

export function unansweredCount() {
  return answers.length;
}

/** The limit only ends a wait that would never end: a promise that is left behind by a panic. */
export function settled(promise) {
  const hung = new Promise((_, reject) =>
    later(() => reject(new Error("this promise never settles")), 10_000),
  );
  return Promise.race([promise, hung]);
}

export function evaluate(expression) {
  return new Function(`return (${expression});`)();
}
