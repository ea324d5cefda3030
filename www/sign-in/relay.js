// What a popup tells the page that waits for it: the URL that it was sent back to. Never a token, and never to another origin
// (C-64). Small and without wasm: `portcullis/callback` is made of it.

const HEARD_MS = 3_000;

/** Where `portcullis/callback` leaves a URL for the app. */
export const STASH = "portcullis:v1::callback";

/** Under what a pending sign-in is known. A server that makes the state itself puts the redirect URI into it. */
export const keyOf = (state) => (state.includes("|") ? `|${state.split("|")[1]}` : state);

export const stateOf = (url) => new URLSearchParams(url.split(/[?#]/)[1]).get("state") ?? "";

/** Where the sign-in is pending. */
export const recordKey = (state) => `portcullis:v1::transaction:${keyOf(state)}`;

/**
 * Nobody can guess it: a state is random, and where the server makes it, our record of it, which a popup has a copy of.
 */
const nameOf = (state) =>
  `portcullis:v1:callback:${state.includes("|") ? sessionStorage.getItem(recordKey(state)) : state}`;

function openChannel(name) {
  try {
    return new BroadcastChannel(name);
  } catch {} // blocked, as storage is; a message to the window may do
}

/** Hands the URL on; whether somebody took it. */
export function relay(state, url) {
  const name = nameOf(state);
  const channel = openChannel(name);
  let listen;
  const heard = new Promise((resolve) => {
    listen = ({ origin, data }) => {
      if (origin === location.origin && data?.portcullis === name && data.isHeard) resolve(true);
    };
    if (channel) channel.onmessage = listen;
    addEventListener("message", listen);
    setTimeout(resolve, HEARD_MS, false);
    channel?.postMessage({ portcullis: name, url });
    globalThis.opener?.postMessage({ portcullis: name, url }, location.origin);
  });
  return heard.finally(() => {
    channel?.close();
    removeEventListener("message", listen);
  });
}

/**
 * Waits for such a URL: `take(url, thank)`, where `thank()` tells the sender that it can close. `isOurs(source)`: whether a
 * window may say so at all. Gives the end of it.
 */
export function listenFor(state, isOurs, take) {
  const name = nameOf(state);
  const channel = openChannel(name);
  const hear = (data, answer) => {
    const isCallback = data?.portcullis === name && typeof data.url === "string";
    if (isCallback) take(data.url, () => answer({ portcullis: name, isHeard: true }));
  };
  if (channel) channel.onmessage = ({ data }) => hear(data, (message) => channel.postMessage(message));
  const listen = ({ origin, source, data }) => {
    if (origin === location.origin && isOurs(source))
      hear(data, (message) => source.postMessage(message, origin));
  };
  addEventListener("message", listen);
  return () => {
    channel?.close();
    removeEventListener("message", listen);
  };
}
