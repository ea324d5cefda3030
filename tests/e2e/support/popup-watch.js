// Runs in the browser, before everything else on the page: counts what is running, so that a test can tell whether a
// sign-in has left anything behind. Owns: `running()` and what else a test asks of a page. Must not: change how anything works,
// except that a window stays open when it is told to.

{
  const intervals = new Set();
  const timeouts = new Set();
  const channels = new Set();
  const listeners = { message: new Set(), pageshow: new Set(), abort: new Set() };
  const { setInterval, clearInterval, setTimeout, clearTimeout, BroadcastChannel, AbortController } = window;

  window.setInterval = (action, ...rest) => {
    const poll = () => {
      window.polls += 1;
      action();
    };
    const id = setInterval(poll, ...rest);
    intervals.add(id);
    return id;
  };
  window.setTimeout = (action, milliseconds, ...given) => {
    const id = setTimeout(() => {
      timeouts.delete(id);
      action(...given);
    }, milliseconds);
    timeouts.add(id);
    return id;
  };
  const clear = (id) => {
    intervals.delete(id);
    timeouts.delete(id);
  };
  window.clearInterval = (id) => {
    clear(id);
    clearInterval(id);
  };
  window.clearTimeout = (id) => {
    clear(id);
    clearTimeout(id);
  };
  window.BroadcastChannel = class extends BroadcastChannel {
    constructor(name) {
      super(name);
      channels.add(this);
    }

    close() {
      channels.delete(this);
      super.close();
    }
  };

  /** Signals of a test's own: those inside the SDK go with the sign-in that made them. */
  const watched = new Set([window]);
  window.watchedController = () => {
    const controller = new AbortController();
    watched.add(controller.signal);
    return controller;
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    if (watched.has(target)) {
      listeners[type]?.add(listener);
      if (options?.once)
        addEventListener.call(target, type, () => listeners[type]?.delete(listener), options);
    }
    return addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, ...rest) {
    if (watched.has(this ?? window)) listeners[type]?.delete(listener);
    return removeEventListener.call(this ?? window, type, listener, ...rest);
  };

  window.running = () => ({
    intervals: intervals.size,
    timeouts: timeouts.size,
    channels: [...channels].map(({ name }) => name),
    messages: listeners.message.size,
    pageshows: listeners.pageshow.size,
    aborts: listeners.abort.size,
  });

  /** How often the SDK has looked whether its window still lives. */
  window.polls = 0;

  /** Requests that are under way. */
  window.requests = 0;
  const { fetch } = window;
  window.fetch = (...given) => {
    window.requests += 1;
    const end = () => {
      window.requests -= 1;
    };
    const answer = fetch(...given);
    answer.then(end, end);
    return answer;
  };

  // A window that closes cannot be asked any more: what it showed at the end, and whether it may close at all.
  if (window.opener) addEventListener("beforeunload", () => localStorage.setItem("lastShown", location.href));
  if (localStorage.getItem("isKeptOpen")) window.close = () => {};
}
