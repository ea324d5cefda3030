// From a node:http request to a Fetch Request, strictly: what node:http lets pass but two HTTP parsers could
// read in two ways is refused here (P-18). Must not read the Host header or trust a forwarded one.

import { Refusal } from "../answer/refusal.js";

// The handler needs an absolute URL; its origin must not come from the client.
const BASE = "http://token-proxy.invalid";

export function findFault({ method, url, httpVersion, headers, headersDistinct }) {
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

export function toRequest(incoming) {
  const { method, url, rawHeaders } = incoming;
  const headers = new Headers();
  // The raw list, because node:http silently drops some repeated headers; appended, a repetition shows.
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index], rawHeaders[index + 1]);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? bodyStream(incoming) : undefined;
  return new Request(BASE + url, { method, headers, body, duplex: "half" });
}

// Readable.toWeb would destroy the socket on cancel, and the refusal of a large body would never arrive.
// Here a cancelled body is drained, and one that nobody reads is left for node:http to drain.
function bodyStream(incoming) {
  let controller;
  const onData = (chunk) => {
    incoming.pause();
    controller.enqueue(chunk);
  };
  const onEnd = () => controller.close();
  const source = {
    pull(given) {
      if (!controller) {
        controller = given;
        incoming.on("data", onData).on("end", onEnd);
        incoming.on("error", (error) => controller.error(error));
      }
      incoming.resume();
    },
    cancel() {
      incoming.off("data", onData).off("end", onEnd).resume();
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}
