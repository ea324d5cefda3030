// From a node:http request to what the handler reads of a Fetch Request, strictly: what node:http lets pass but two HTTP
// parsers could read in two ways is refused here (P-18). Must not read the Host header or trust a forwarded one.

import { Refusal } from "../answer/refusal.js";

// The handler needs an absolute URL; its origin must not come from the client.
const BASE = "http://token-proxy.invalid";

export function findFault({ method, url, httpVersion, headers, headersDistinct, readableEnded }) {
  // Nothing is left to read: waiting for a body would end in a timeout that tells nobody why.
  if (readableEnded) {
    const text = "A body parser stands in front of the token proxy. Mount the proxy first.";
    return new Refusal(500, "proxy_misconfigured", text);
  }
  // Absolute form, `//host`, back-slashes, dot segments, fragments: all do not come out as they went in.
  const target = URL.canParse(url, BASE) ? new URL(url, BASE) : undefined;
  if (!target || target.pathname + target.search !== url) {
    return new Refusal(400, "invalid_request", "The request target must be a plain path.");
  }
  const hosts = headersDistinct.host?.length ?? 0;
  if (hosts > 1 || (hosts === 0 && httpVersion === "1.1")) {
    return new Refusal(400, "invalid_request", "There must be one Host header.");
  }
  if ((headers["transfer-encoding"] ?? "chunked").toLowerCase() !== "chunked") {
    return new Refusal(415, "unsupported_media_type", "The only transfer encoding is chunked.");
  }
  // The Fetch Request class refuses to hold this method.
  if (method === "TRACE") {
    return new Refusal(405, "method_not_allowed", "No route answers this method.", {
      allow: "POST, OPTIONS",
    });
  }
  return undefined;
}

// Method, URL, headers and a body with a reader, no more: a whole Request with its Headers and streams costs more time
// than all checks of the proxy together.
export function toRequest(incoming) {
  const { method, url } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? { getReader: () => bodyReader(incoming) } : null;
  return { method, url: BASE + url, headers: readHeaders(incoming), body };
}

// The raw list, because node:http silently drops some repeated headers; joined, a repetition shows. A Map, because an
// object of headers cannot hold one that is named `__proto__`.
function readHeaders({ rawHeaders }) {
  const values = new Map();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index].toLowerCase();
    const value = rawHeaders[index + 1];
    // Cookies may come in pieces (RFC 9113 section 8.2.3), which are joined as a browser joins them.
    const mark = name === "cookie" ? "; " : ", ";
    values.set(name, values.has(name) ? values.get(name) + mark + value : value);
  }
  return {
    get: (name) => values.get(name) ?? null,
    has: (name) => values.has(name),
    keys: () => values.keys(),
  };
}

// Destroying the body would destroy the socket, and the refusal of a large body would never arrive. So a cancelled
// body is drained, and one that nobody reads is left for node:http to drain.
function bodyReader(incoming) {
  const ended = new Promise((resolve, reject) => {
    incoming.once("end", () => resolve({ done: true })).on("error", reject);
  });
  // A body may break off while nobody waits; the next read tells.
  ended.catch(() => {});
  const nextChunk = (resolve) => {
    incoming.once("data", (value) => {
      incoming.pause();
      resolve({ done: false, value });
    });
    incoming.resume();
  };
  return {
    read: () => Promise.race([new Promise(nextChunk), ended]),
    async cancel() {
      incoming.removeAllListeners("data").resume();
    },
  };
}
