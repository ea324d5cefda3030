// A fake provider, token endpoint, device endpoint and API in one, on a real socket. Its log is the witness of what the proxy forwarded.
// Must not check anything by itself: `reply` is what it says next, whatever it was asked.

import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

export const GOOD_REPLY = {
  access_token: "gho_16C7e42F292c6912E7710c838347Ae178B4a",
  token_type: "bearer",
  scope: "repo,gist",
  expires_in: 28800,
  refresh_token: "ghr_1B4a2e77838347a7E420ce178F2E7c6912E169246c34E1ccbF66C46812d16D5B1A9Dc86A1498",
  refresh_token_expires_in: 15897600,
};

export const GOOD_DEVICE_REPLY = {
  device_code: "3584d83530557fdd1f46af8289938c8ef79f9dc5",
  user_code: "WDJB-MJHT",
  verification_uri: "https://github.com/login/device",
  expires_in: 899,
  interval: 5,
};

export async function startUpstream(t) {
  const upstream = {
    log: [],
    reply: jsonReply(GOOD_REPLY),
    /** Resolves when the next request has arrived whole. */
    arrival: () => new Promise((resolve) => waiting.push(resolve)),
  };
  const waiting = [];
  const server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString();
    const { method, url, rawHeaders, headers } = request;
    upstream.log.push({
      method,
      url,
      rawHeaders,
      headers,
      body,
      form: Object.fromEntries(new URLSearchParams(body)),
    });
    for (const resolve of waiting.splice(0)) resolve();
    upstream.reply(response, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  upstream.apiUrl = `http://127.0.0.1:${server.address().port}/api/v3`;
  upstream.url = new URL("/login/oauth/access_token", upstream.apiUrl).href;
  upstream.deviceUrl = new URL("/login/device/code", upstream.apiUrl).href;
  return upstream;
}

export function jsonReply(body, status = 200, headers = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return (response) =>
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(text);
}
