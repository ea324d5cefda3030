// The node:http adapter as a client sees it: refusals arrive, slow and vanishing clients are bounded, closing
// is graceful. Must not repeat the handler's rules; those tests run over a socket already.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { serveTokenProxy } from "../node.js";
import { holdTimers } from "./support/clock.js";
import { CODE_FORM, post, startServer } from "./support/proxy.js";
import { exchange, openSocket, readToEnd, requestHead } from "./support/raw.js";
import { GOOD_REPLY, jsonReply } from "./support/upstream.js";

const FORM = new URLSearchParams(CODE_FORM).toString();
const HEADERS = ["Origin: https://app.example", "Content-Type: application/x-www-form-urlencoded"];
const formHead = (length, ...more) =>
  requestHead("POST /token HTTP/1.1", ...HEADERS, `Content-Length: ${length}`, ...more);

test("P-06 a body in pieces is read whole; the next request on the connection works too", async (t) => {
  const { server, upstream } = await startServer(t);
  const socket = await openSocket(t, server.url);
  const answer = readToEnd(socket);
  socket.write(formHead(FORM.length) + FORM.slice(0, 10));
  await setImmediate();
  socket.write(FORM.slice(10) + formHead(FORM.length, "Connection: close") + FORM);
  assert.equal((await answer).match(/HTTP\/1\.1 200 OK/g).length, 2);
  assert.deepEqual(upstream.log[0].form, upstream.log[1].form);
});

test("P-06 T-46 the 413 arrives while the client still sends, and the rest is drained", async (t) => {
  const { server, upstream } = await startServer(t);
  const socket = await openSocket(t, server.url);
  const body = "a".repeat(3_000_000);
  socket.write(formHead(body.length));
  socket.write(body);
  const [first] = await once(socket, "data");
  assert.match(first, /^HTTP\/1\.1 413 /);
  const rest = readToEnd(socket);
  socket.write(formHead(FORM.length, "Connection: close") + FORM);
  assert.match(await rest, /HTTP\/1\.1 200 OK/);
  assert.equal(upstream.log.length, 1, "only the good request reached the provider");
});

test("T-46 a body that dribbles is bounded: 408 that the page can read, nothing forwarded", async (t) => {
  const clock = holdTimers(t, 10_000);
  const { server, upstream } = await startServer(t);
  const socket = await openSocket(t, server.url);
  socket.write(formHead(FORM.length) + FORM.slice(0, 10));
  await clock.expire();
  const [answer] = await once(socket, "data");
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.match(answer, /access-control-allow-origin: https:\/\/app\.example/i);
  assert.match(answer, /"error":"request_timeout"/);
  socket.destroy();
  assert.equal(upstream.log.length, 0);
});

test("T-46 headers that never end are bounded: 408 in the proxy's form", async (t) => {
  const { server, upstream } = await startServer(t, { requestTimeout: 200 });
  const answer = await exchange(t, server.url, "POST /token HTTP/1.1\r\nHost: a\r\nOrigin: https://app.ex");
  assert.match(answer, /^HTTP\/1\.1 408 Request Timeout\r\n/);
  assert.match(answer, /vary: Origin\r\n/);
  assert.equal(upstream.log.length, 0);
});

test("T-46 an unread body that never ends is cut, without a second answer", async (t) => {
  const { server } = await startServer(t, { requestTimeout: 200 });
  const head = requestHead("POST /token HTTP/1.1", "Origin: https://evil.example", "Content-Length: 100");
  const answer = await exchange(t, server.url, `${head}grant_type=`);
  assert.equal(answer.match(/HTTP\/1\.1/g).length, 1);
  assert.match(answer, /^HTTP\/1\.1 403 /);
});

test("a client that goes away in mid-body sends nothing upstream and harms nobody", async (t) => {
  const { server, upstream, records } = await startServer(t);
  const socket = await openSocket(t, server.url);
  socket.write(formHead(FORM.length, "Expect: 100-continue"));
  assert.match((await once(socket, "data"))[0], /^HTTP\/1\.1 100 /);
  socket.write(FORM.slice(0, 10), () => socket.destroy());
  while (records.length === 0) await setImmediate();
  assert.equal(records[0].status, 400);
  assert.equal(upstream.log.length, 0);
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
});

test("a client that goes away before its answer harms nobody", async (t) => {
  const { server, upstream, records } = await startServer(t);
  const socket = await openSocket(t, server.url);
  upstream.reply = (response) => {
    socket.once("close", () => jsonReply(GOOD_REPLY)(response));
    socket.destroy();
  };
  socket.write(formHead(FORM.length) + FORM);
  while (records.length === 0) await setImmediate();
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
});

test("close lets an open exchange finish, then refuses connections; closing twice is the same", async (t) => {
  const { server, upstream, send } = await startServer(t);
  const arrived = upstream.arrival();
  let release;
  upstream.reply = (response) => {
    release = () => jsonReply(GOOD_REPLY)(response);
  };
  const answer = send("/token", post(CODE_FORM));
  await arrived;
  const closed = server.close();
  assert.equal(server.close(), closed);
  release();
  const response = await answer;
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("connection"), "close");
  assert.deepEqual(await response.json(), GOOD_REPLY);
  await closed;
  const socket = connect({ port: Number(new URL(server.url).port), host: "127.0.0.1" });
  const [error] = await once(socket, "error");
  assert.equal(error.code, "ECONNREFUSED");
});

test("T-46 close does not wait for ever for a client that never finishes", async (t) => {
  const clock = holdTimers(t, 10_000);
  const { server } = await startServer(t);
  const socket = await openSocket(t, server.url);
  const ended = once(socket, "close");
  socket.write("POST /token HTTP/1.1\r\nHost: a\r\n");
  await fetch(`${server.url}/healthz`);
  const closed = server.close();
  await clock.expire();
  await Promise.all([closed, ended]);
});

test("a port in use rejects; IPv6 gives a URL that works", async (t) => {
  const { server, handler } = await startServer(t);
  await assert.rejects(serveTokenProxy(handler, { port: Number(new URL(server.url).port) }), {
    code: "EADDRINUSE",
  });
  const other = await serveTokenProxy(handler, { port: 0, host: "::1" });
  t.after(() => other.close());
  assert.equal((await fetch(`${other.url}/healthz`)).status, 200);
});

test("a handler that rejects gives 500 JSON without its reason", async (t) => {
  const server = await serveTokenProxy(() => Promise.reject(new Error("reason")), { port: 0 });
  t.after(() => server.close());
  const response = await fetch(`${server.url}/token`, post(CODE_FORM));
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /reason/);
});
