// HTTP plumbing of every stand-in server: listening on loopback, reading bodies, the request log, writing answers.
// Owns: how an answer {status, headers, body, truncated?, reset?} becomes bytes, or a broken connection.
// Must not: know routes, OAuth, or which server it serves beyond the name it writes into the log.

import { createServer } from "node:http";

const HOST = "127.0.0.1";
const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;

export async function listen({ server: name, port, log, answer }) {
  const server = createServer((incoming, outgoing) => {
    respond({ name, log, answer, incoming, outgoing }).catch((error) => {
      // A request that broke off while its body was read has nobody left to answer.
      if (incoming.destroyed && !incoming.complete) return;
      send(outgoing, { status: 500, headers: { "Content-Type": "text/plain" }, body: String(error.stack) });
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, resolve);
  });
  return {
    url: `http://${HOST}:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond({ name, log, answer, incoming, outgoing }) {
  const { method, headers } = incoming;
  const mark = incoming.url.indexOf("?");
  const path = mark < 0 ? incoming.url : incoming.url.slice(0, mark);
  const query = mark < 0 ? "" : incoming.url.slice(mark + 1);
  const entry = {
    server: name,
    method,
    path,
    query,
    headers: { ...headers },
    body: "",
    form: {},
    at: Date.now(),
  };
  log.push(entry);
  entry.body = await readText(incoming);
  if (FORM_TYPE.test(headers["content-type"] ?? "")) {
    entry.form = Object.fromEntries(new URLSearchParams(entry.body));
  }
  const address = incoming.socket.remoteAddress;
  send(outgoing, await answer({ method, path, query, headers, body: entry.body, form: entry.form, address }));
}

async function readText(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function send(outgoing, { status, headers, body = "", truncated = false, reset = false }) {
  const { socket } = outgoing;
  if (reset) {
    socket.resetAndDestroy();
    return;
  }
  const bytes = Buffer.from(body);
  const hasBody = status !== 204 && status !== 304;
  outgoing.writeHead(status, hasBody ? { ...headers, "Content-Length": bytes.length } : headers);
  if (truncated) {
    // Content-Length promises the whole body, so the client sees a broken answer and not a short one.
    outgoing.write(bytes.subarray(0, bytes.length >> 1), () => socket.destroy());
  } else {
    outgoing.end(hasBody ? bytes : undefined);
  }
}
