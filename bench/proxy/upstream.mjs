// The fake provider: answers every code exchange that carries the client secret with the same tokens, as fast as
// node:http can. A process of its own. Must not be the bottleneck, so it parses nothing.

import { createServer } from "node:http";
import { CLIENT_SECRET, TOKENS } from "./exchange.mjs";

const text = JSON.stringify(TOKENS);
const headers = { "content-type": "application/json; charset=utf-8", "content-length": text.length };

createServer((request, response) => {
  let body = "";
  request.setEncoding("latin1");
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    if (body.includes(`client_secret=${CLIENT_SECRET}`)) response.writeHead(200, headers).end(text);
    else response.writeHead(400).end();
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
