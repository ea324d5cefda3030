// `npm run proxy` as a person runs it: what a missing or wrong variable says, and that a signal ends it well.
// Must not reach a network beyond this machine.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CODE_FORM, DEVICE_FORM, post, REVOKE_FORM, SECRET, without } from "./support/proxy.js";
import { GOOD_DEVICE_REPLY, GOOD_REPLY, jsonReply, startUpstream } from "./support/upstream.js";

const CLI = fileURLToPath(new URL("../cli.js", import.meta.url));
const GOOD = {
  GITHUB_CLIENT_ID: "Ov23liPortcullis",
  GITHUB_CLIENT_SECRET: SECRET,
  GITHUB_REDIRECT_URI: "https://app.example/callback",
  PORT: "0",
};

function start(t, environment) {
  const child = spawn(process.execPath, [CLI], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

/** Whether somebody still listens there. */
async function accepts(url) {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1" });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function assertNoStart(t, environment, variable) {
  const child = start(t, environment);
  // It speaks when it has started: then this fails instead of waiting for an end.
  child.stdout.once("data", () => child.kill("SIGKILL"));
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  assert.equal(code, 1);
  assert.equal(out, "");
  assert.match(error, new RegExp(`^The token proxy cannot start\\. ${variable} .+\\. .+\\.\\n$`));
  assert.ok(!error.includes(SECRET));
}

for (const name of ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET", "GITHUB_REDIRECT_URI"]) {
  test(`P-14 no start without ${name}: exit code 1 and a message that names it`, async (t) => {
    await assertNoStart(t, without(GOOD, name), name);
    await assertNoStart(t, { ...GOOD, [name]: "" }, name);
  });
}

for (const [name, value] of [
  ["GITHUB_CLIENT_SECRET", "your-client-secret"],
  ["GITHUB_TOKEN_URL", "http://github.com/login/oauth/access_token"],
  ["GITHUB_API_URL", "http://api.github.com"],
  ["GITHUB_REDIRECT_URI", "/callback"],
  ["GITHUB_DEVICE_URL", "http://github.com/login/device/code"],
  ["PORTCULLIS_DEVICE_FLOW", "yes"],
  ["PORTCULLIS_DEVICE_FLOW", "TRUE"],
  ["PORTCULLIS_DEVICE_FLOW", "1"],
  ["PORTCULLIS_ALLOWED_ORIGINS", "*"],
  ["PORT", "http"],
  ["PORT", "65536"],
]) {
  test(`P-14 no start with a wrong ${name} (${value})`, (t) =>
    assertNoStart(t, { ...GOOD, [name]: value }, name));
}

test("no start with the device flow on, another token URL and no GITHUB_DEVICE_URL", (t) => {
  const elsewhere = { GITHUB_TOKEN_URL: "https://ghe.example/login/oauth/access_token" };
  return assertNoStart(t, { ...GOOD, ...elsewhere, PORTCULLIS_DEVICE_FLOW: "true" }, "GITHUB_DEVICE_URL");
});

for (const [value, status] of [
  ["true", 200],
  ["false", 404],
  ["", 404],
]) {
  test(`C-43 PORTCULLIS_DEVICE_FLOW "${value}": /device/code answers ${status}`, async (t) => {
    const upstream = await startUpstream(t);
    upstream.reply = jsonReply(GOOD_DEVICE_REPLY);
    const child = start(t, {
      ...GOOD,
      GITHUB_TOKEN_URL: upstream.url,
      GITHUB_DEVICE_URL: upstream.deviceUrl,
      PORTCULLIS_DEVICE_FLOW: value,
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const url = (await lines.next()).value.split(": ")[1];
    assert.equal((await fetch(`${url}/device/code`, post(DEVICE_FORM))).status, status);
    assert.equal(upstream.log.length, status === 200 ? 1 : 0);
  });
}

test("a PORT in use, and a HOST that is not ours, are said in words", async (t) => {
  const upstream = await startUpstream(t);
  await assertNoStart(t, { ...GOOD, PORT: new URL(upstream.url).port }, "PORT");
  await assertNoStart(t, { ...GOOD, HOST: "192.0.2.1" }, "HOST");
});

for (const signal of ["SIGTERM", "SIGINT"]) {
  test(`it serves every listed page, and ${signal} lets the open exchange finish`, async (t) => {
    const upstream = await startUpstream(t);
    const child = start(t, {
      ...GOOD,
      GITHUB_TOKEN_URL: upstream.url,
      GITHUB_API_URL: upstream.apiUrl,
      GITHUB_REDIRECT_URI: "https://app.example/callback, https://two.example/cb,",
      PORTCULLIS_ALLOWED_ORIGINS: "https://app.example,https://two.example",
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const [, url] = /^Portcullis token proxy: (http:\/\/127\.0\.0\.1:\d+)$/.exec((await lines.next()).value);
    const second = { ...CODE_FORM, redirect_uri: "https://two.example/cb" };
    const first = await fetch(`${url}/token`, post(second, { origin: "https://two.example" }));
    assert.equal(first.status, 200);
    assert.equal(JSON.parse((await lines.next()).value).status, 200);
    upstream.reply = jsonReply("", 204);
    assert.equal((await fetch(`${url}/revoke`, post(REVOKE_FORM))).status, 200);
    assert.equal(JSON.parse((await lines.next()).value).route, "/revoke");

    const closed = once(child, "close");
    upstream.reply = async (response) => {
      child.kill(signal);
      while (await accepts(url)) await setImmediate();
      jsonReply(GOOD_REPLY)(response);
    };
    const last = await fetch(`${url}/token`, post(CODE_FORM));
    assert.deepEqual(await last.json(), GOOD_REPLY);
    assert.deepEqual(await closed, [0, null]);
  });
}

test("P-15 whoever reads the log may go away: the proxy goes on", async (t) => {
  const child = start(t, GOOD);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const url = line.split(" ").at(-1);
  child.stdout.destroy();
  for (let count = 0; count < 3; count += 1) {
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
  }
  assert.equal(child.exitCode, null);
});
