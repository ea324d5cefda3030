// Serves a token proxy handler on node:http: listen, answer, bound slow clients, close gracefully.
// Must not know the routes or the rules of a token request; what is no request at all is node/fault.js's.

import { once } from "node:events";
import { createServer } from "node:http";
import { Refusal } from "./answer/refusal.js";
import { respond } from "./answer/respond.js";
import { clientAddresses } from "./node/client-address.js";
import { answerFault } from "./node/fault.js";
import { findFault, toRequest } from "./node/request.js";

// The handler bounds a slow body by itself, with an answer the browser can read. This wider bound is for slow
// headers, and for bodies that nobody reads.
const REQUEST_MILLISECONDS = 15_000;
const CLOSE_MILLISECONDS = 10_000;

export async function serveTokenProxy(handler, options = {}) {
  const { port = 8787, host = "127.0.0.1", requestTimeout = REQUEST_MILLISECONDS, trustedProxies } = options;
  const latestResponse = new WeakMap();
  const listener = createNodeListener(handler, { trustedProxies });
  const open = new Set();
  let closed;

  const onRequest = (incoming, outgoing) => {
    latestResponse.set(incoming.socket, outgoing);
    open.add(outgoing);
    outgoing.once("close", () => open.delete(outgoing));
    if (closed) outgoing.setHeader("connection", "close");
    listener(incoming, outgoing);
  };
  const limits = { requestTimeout, headersTimeout: requestTimeout, connectionsCheckingInterval: 1000 };
  // A missing Host is found in node/request.js: node:http would answer it without the proxy's headers.
  const server = createServer({ ...limits, insecureHTTPParser: false, requireHostHeader: false }, onRequest);
  server.on("checkExpectation", onRequest);
  server.on("clientError", (error, socket) => answerFault(error, socket, latestResponse.get(socket)));
  server.listen(port, host);
  await once(server, "listening");

  const address = server.address();
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  const close = () => {
    closed ??= closeServer(server, open);
    return closed;
  };
  return { url: `http://${name}:${address.port}`, close };
}

/** A node:http request listener, also for Express and its like; no body parser may stand in front of it. */
export function createNodeListener(handler, { trustedProxies } = {}) {
  const addressOf = clientAddresses(trustedProxies);
  return (incoming, outgoing) => {
    answer(handler, incoming, addressOf)
      .then((response) => send(response, outgoing))
      .catch(() => outgoing.destroy());
  };
}

async function answer(handler, incoming, addressOf) {
  try {
    const fault = findFault(incoming);
    return fault ? respond(fault) : await handler(toRequest(incoming), { address: addressOf(incoming) });
  } catch {
    return respond(new Refusal(500, "internal_error", "The token proxy failed."));
  }
}

async function send(response, outgoing) {
  const body = await response.text();
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  outgoing.end(body);
}

// Open requests finish; after the grace the rest is cut, because node:http bounds no client once it closes.
async function closeServer(server, open) {
  for (const outgoing of open) if (!outgoing.headersSent) outgoing.setHeader("connection", "close");
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MILLISECONDS);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(cut);
}
