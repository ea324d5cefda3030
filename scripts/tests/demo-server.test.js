// Owns: proof of what the demo server lets out: its routes, its security headers, nothing outside its two folders.
// Must not: need a built package or a browser.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import test, { after, before } from "node:test";
import { createDemoHandler } from "../demo-server.mjs";
import { root } from "../lib/tools.mjs";

const config = { clientId: "Ov23liExample", proxyUrl: "http://127.0.0.1:4171" };
const server = createServer(
  createDemoHandler({
    config,
    connectOrigins: ["http://127.0.0.1:4171", "http://127.0.0.1:4173"],
    imageOrigins: ["http://127.0.0.1:4172"],
  }),
);

before(() => once(server.listen(0, "127.0.0.1"), "listening"));
after(() => server.close());

/** node:http sends the path as it is; fetch would tidy the dots away. */
async function get(path, method = "GET") {
  const { port } = server.address();
  const [response] = await once(request({ host: "127.0.0.1", port, path, method }).end(), "response");
  let body = "";
  for await (const chunk of response.setEncoding("utf8")) body += chunk;
  return { status: response.statusCode, headers: response.headers, body };
}

test("the page answers at / and at the callback, whatever the query", async () => {
  const page = await get("/");
  assert.equal(page.status, 200);
  assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
  const callback = await get("/callback?code=abc&state=../../x");
  assert.equal(callback.status, 200);
  assert.equal(callback.body, page.body);
});

test("config.js is a module with exactly the given configuration", async () => {
  const { headers, body } = await get("/config.js");
  assert.equal(headers["content-type"], "text/javascript; charset=utf-8");
  const module = await import(`data:text/javascript,${encodeURIComponent(body)}`);
  assert.deepEqual(module.config, config);
});

test("every answer carries the policy and is neither stored nor sniffed", async () => {
  for (const path of ["/", "/config.js", "/app.js", "/no-such-file.js"]) {
    const { headers } = await get(path);
    assert.equal(
      headers["content-security-policy"],
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
        "img-src 'self' data: http://127.0.0.1:4172; " +
        "connect-src 'self' http://127.0.0.1:4171 http://127.0.0.1:4173; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "no-referrer");
  }
});

test("no path leads out of the two folders", async () => {
  // Each would be served if it were found: the target exists and has a type that is served.
  const target = "scripts/tests/demo-server.test.js";
  const paths = [
    `/../../${target}`,
    `/..%2f..%2f${target}`,
    `/%2e%2e/%2e%2e/${target}`,
    `/portcullis/../${target}`,
    `/portcullis/%2e%2e/${target}`,
    `/portcullis//${root}${target}`,
    `/${root}${target}`,
    `/..\\..\\${target}`,
    `http://127.0.0.1/../../${target}`,
    "/index.html%00.js",
    "/portcullis",
    "/constructor",
  ];
  for (const path of paths) assert.equal((await get(path)).status, 404, path);
});

test("only GET and HEAD", async () => {
  const posted = await get("/", "POST");
  assert.equal(posted.status, 405);
  assert.equal(posted.headers.allow, "GET, HEAD");
  const head = await get("/", "HEAD");
  assert.equal(head.status, 200);
  assert.equal(head.body, "");
});
