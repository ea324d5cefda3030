// Raw bytes to a runtime, for requests that no HTTP client would send. Sends exactly what it is given and closes its side
// only after an answer, or at once with `ends`. Must not judge what comes back.

import { connect } from "node:net";

export const FORM_TYPE = "Content-Type: application/x-www-form-urlencoded";

/** `{text, statuses}` of everything the server says until it closes. */
export async function talk({ port }, bytes, { ends = false } = {}) {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.setEncoding("latin1");
  // A server may cut the connection while bytes are on their way: what it said before is what counts.
  socket.on("error", () => {});
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
    if (isAnswered(text)) socket.end();
  });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  if (ends) socket.end(bytes, "latin1");
  else socket.write(bytes, "latin1");
  await closed;
  return { text, statuses: statusesOf(text) };
}

export function head(line, ...headers) {
  return [line, "Host: proxy.example", ...headers, "", ""].join("\r\n");
}

/** One chunked body of these pieces. */
export function chunked(...pieces) {
  return [...pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`), "0\r\n\r\n"].join("");
}

const statusesOf = (text) => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

// Whether one final answer has come whole. What has no length ends with the connection.
function isAnswered(text) {
  const start = text.search(/HTTP\/1\.1 [2-5]/);
  const end = text.indexOf("\r\n\r\n", start);
  if (start < 0 || end < 0) return false;
  const [, length = "0"] = /\r\ncontent-length: (\d+)/i.exec(text.slice(start, end)) ?? [];
  return text.length >= end + 4 + Number(length);
}
