// What the proxy on Node is measured against: node:http and one fetch, no check at all, no log.
// Must stay the least that makes a code exchange work.

import { createServer } from "node:http";
import { ANSWER_HEADERS, CLIENT_ID, CLIENT_SECRET } from "./exchange.mjs";

const { PORT, GITHUB_TOKEN_URL } = process.env;

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  form.set("client_id", CLIENT_ID);
  form.set("client_secret", CLIENT_SECRET);
  const headers = { accept: "application/json" };
  const reply = await fetch(GITHUB_TOKEN_URL, { method: "POST", headers, body: form });
  const text = await reply.text();
  const length = { "content-length": Buffer.byteLength(text) };
  response.writeHead(reply.status, { ...ANSWER_HEADERS, ...length }).end(text);
}).listen(Number(PORT), "127.0.0.1");
