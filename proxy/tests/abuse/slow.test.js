// Clients and providers that never finish (T-46, T-54; P-06, P-11). The proxy's bounds are 10 and 15 real seconds, on a clock
// of another process: all of these wait side by side. Must not assert how long it took.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe } from "node:test";
import { CODE_FORM, ORIGIN, post } from "../support/proxy.js";
import { GOOD_REPLY, jsonReply } from "../support/upstream.js";
import { assertFixedHeaders, HOSTILE_CODE, HOSTILE_FORM, onRuntimes, test } from "./support/suite.js";
import { FORM_TYPE, head, talk } from "./support/wire.js";

const FORM = new URLSearchParams(HOSTILE_FORM).toString();
const GOOD = [`Origin: ${ORIGIN}`, FORM_TYPE];
const POST = "POST /token HTTP/1.1";

/** Sends one more byte whenever the last one is on its way, until the server has enough. */
async function drip({ port }, start, byte) {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.setEncoding("latin1").on("error", () => {});
  await once(socket, "connect");
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  socket.write(start);
  const timer = setInterval(() => socket.write(byte), 500);
  await new Promise((resolve) => {
    socket.once("data", resolve);
    socket.once("close", resolve);
  });
  clearInterval(timer);
  socket.destroy();
  return text;
}

const notForwarded = ({ upstream }) =>
  assert.ok(
    upstream.log.every(({ body }) => !body.includes(HOSTILE_CODE)),
    "something reached the provider",
  );

// What the provider does is told by the code.
const REPLIES = {
  silent: () => {},
  endless: (response) => {
    response.writeHead(200, { "content-type": "application/json" }).write('{"access_token":"');
    const more = () => response.destroyed || response.write("a".repeat(16_384), more);
    more();
  },
  dripping: (response) => {
    response.writeHead(200, { "content-type": "application/json" }).write('{"access_token":"');
    const timer = setInterval(() => response.write("a"), 300);
    response.once("close", () => clearInterval(timer));
  },
  headless: (response) => {
    response.socket.write("HTTP/1.1 200 OK\r\n");
    const timer = setInterval(() => response.socket.write("X-Note: a\r\n"), 300);
    response.socket.once("close", () => clearInterval(timer));
  },
};

async function exchange(place, code) {
  place.upstream.reply = (response) => {
    const reply = REPLIES[place.upstream.log.at(-1).form.code] ?? jsonReply(GOOD_REPLY);
    reply(response);
  };
  const response = await place.send("/token", post({ ...CODE_FORM, code }));
  assertFixedHeaders(response);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN, "the page can read it");
  return { status: response.status, error: (await response.json()).error };
}

describe("side by side", { concurrency: true }, () => {
  onRuntimes(
    {},
    (place) => {
      test("P-06 T-46 a body that drips is given up: 408 that the page can read, nothing forwarded", async () => {
        const start = head(POST, ...GOOD, `Content-Length: ${FORM.length + 1000}`) + FORM;
        const text = await drip(place.runtime, start, "a");
        assert.match(text, /^HTTP\/1\.1 408 /);
        assert.match(text, /access-control-allow-origin: https:\/\/app\.example\r\n/i);
        notForwarded(place);
      });

      test("P-06 T-46 chunks that drip are given up, too", async () => {
        const start = `${head(POST, ...GOOD, "Transfer-Encoding: chunked")}${FORM.length.toString(16)}\r\n${FORM}\r\n`;
        assert.match(await drip(place.runtime, start, "1\r\na\r\n"), /^HTTP\/1\.1 408 /);
        notForwarded(place);
      });

      test("T-46 headers that drip are cut", async () => {
        const text = await drip(
          place.runtime,
          `${POST}\r\nHost: a\r\nOrigin: ${ORIGIN}\r\n`,
          "X-Note: a\r\n",
        );
        assert.doesNotMatch(text, /HTTP\/1\.1 [23]/);
        notForwarded(place);
      });

      test("T-46 a foreign page is refused before its body has come", async () => {
        const start = head(POST, "Origin: https://evil.example", FORM_TYPE, "Content-Length: 8000");
        assert.match(await drip(place.runtime, start, "a"), /^HTTP\/1\.1 403 /);
        notForwarded(place);
      });

      test("T-46 500 connections that say nothing keep nobody out", async () => {
        const idle = Array.from({ length: 500 }, () =>
          connect({ port: place.runtime.port, host: "127.0.0.1" }),
        );
        for (const socket of idle) socket.on("error", () => {});
        await Promise.all(idle.map((socket) => once(socket, "connect")));
        for (const socket of idle) socket.write("POST /tok");
        assert.deepEqual(await exchange(place, "good"), { status: 200, error: undefined });
        for (const socket of idle) socket.destroy();
      });

      for (const code of ["silent", "dripping", "headless"]) {
        test(`P-11 T-54 a provider that is ${code}: 504 in JSON that the page can read`, async () => {
          assert.deepEqual(await exchange(place, code), { status: 504, error: "upstream_timeout" });
        });
      }

      test("P-11 T-54 a provider whose answer never ends is cut at its size", async () => {
        assert.deepEqual(await exchange(place, "endless"), { status: 502, error: "upstream_invalid_answer" });
      });

      test("P-06 a client that goes away in the middle of its body sends nothing on", async () => {
        const start = head(POST, ...GOOD, `Content-Length: ${FORM.length + 1}`) + FORM;
        await talk(place.runtime, start, { ends: true });
        assert.deepEqual(await exchange(place, "good"), { status: 200, error: undefined });
        notForwarded(place);
      });
    },
    { concurrency: 20 },
  );
});
