// Servers that a test makes up: a proxy that talks nonsense, an API that answers as told, an address where nobody is.
// Owns: their sockets, and CORS for everybody. Must not: know OAuth; a test says what each answers.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const HOST = "127.0.0.1";
const scriptTag = new URL("../../../dist/portcullis.global.js", import.meta.url);

/**
 * Serves until the test ends. `answer(request, index)` gives { status, headers, body }, or null to never answer.
 * `requests` are those that arrived, preflights aside.
 */
export async function serve(t, answer) {
  const requests = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    if (method === "OPTIONS") {
      outgoing.writeHead(204, preflightHeaders(headers)).end();
      return;
    }
    let body = "";
    for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
    const request = { method, url, headers, body };
    const given = answer(request, requests.push(request) - 1);
    if (given === null) return;
    outgoing.writeHead(given.status ?? 200, { "Access-Control-Allow-Origin": "*", ...given.headers });
    outgoing.end(given.body);
  });
  const url = await listen(server);
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url, requests };
}

/**
 * A site of its own, for what the demo's server and its policy would not allow. By path: `pages`, { headers, body } of
 * HTML pages that have the script-tag file, and `answers`, given as they are.
 */
export async function serveSite(t, pages, answers = {}) {
  const script = await readFile(scriptTag);
  return serve(t, ({ url }) => {
    if (url === "/sdk.js") return { headers: { "Content-Type": "text/javascript" }, body: script };
    if (Object.hasOwn(answers, url)) return answers[url];
    const { headers, body = "" } = pages[url.split("?")[0]];
    const head = `<!doctype html><link rel="icon" href="data:,"><script src="/sdk.js"></script>`;
    return { headers: { "Content-Type": "text/html", ...headers }, body: `${head}${body}` };
  });
}

/** A loopback address that refuses connections. */
export async function deadAddress() {
  const server = createServer();
  const url = await listen(server);
  server.close();
  await once(server, "close");
  return url;
}

export const json = (value, status = 200) => ({
  status,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(value),
});

export const html = (text, status = 200) => ({
  status,
  headers: { "Content-Type": "text/html" },
  body: text,
});

async function listen(server) {
  server.listen(0, HOST);
  await once(server, "listening");
  return `http://${HOST}:${server.address().port}`;
}

/** Names what was asked for: a `*` would leave out Authorization. */
function preflightHeaders(headers) {
  return {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": headers["access-control-request-method"] ?? "",
    "Access-Control-Allow-Headers": headers["access-control-request-headers"] ?? "",
  };
}
