// Raw bytes to a server over a TCP socket, for requests that no HTTP client would send.
// Must not add or mend anything: what a test writes is what goes out.

import { once } from "node:events";
import { connect } from "node:net";

export async function openSocket(t, url) {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
  socket.setEncoding("utf8");
  // A server may cut the connection while bytes are on their way: what it said before is what counts.
  socket.on("error", () => {});
  t.after(() => socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** Everything the server says until it closes the connection. */
export async function readToEnd(socket) {
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  await once(socket, "close");
  return text;
}

export async function exchange(t, url, text) {
  const socket = await openSocket(t, url);
  const answer = readToEnd(socket);
  socket.write(text);
  return answer;
}

export function requestHead(line, ...headers) {
  return [line, "Host: proxy.example", ...headers, "", ""].join("\r\n");
}
