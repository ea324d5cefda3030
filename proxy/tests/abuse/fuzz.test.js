// Requests that nobody thought of (P-05 to P-13, P-17, P-18): drawn at random, judged by a model of their own. What the model
// takes must arrive at the provider as it says; what it does not take must not. FUZZ_SEED=<number> draws others.

import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { Refusal } from "../../answer/refusal.js";
import { createTokenProxy } from "../../index.js";
import { parseForm } from "../../request/form.js";
import { CODE_FORM, ORIGIN, SECRET } from "../support/proxy.js";
import { GOOD_REPLY } from "../support/upstream.js";
import { bodies, mutants, RAW, requests } from "./support/arbitraries.js";
import { modelBytes, modelForm, modelType } from "./support/model.js";
import { assertFixedHeaders, assertStillGood, OTHER_ORIGIN, onRuntimes, test } from "./support/suite.js";
import { talk } from "./support/wire.js";

const seed = Number(process.env.FUZZ_SEED ?? 20);
console.log(`FUZZ_SEED=${seed}`);
const runs = (numRuns) => ({ seed, numRuns });

/** `undefined` for what no HTTP client of the platform would send. */
function toRequest({ method, path, origin, type, extra, body }) {
  try {
    const headers = new Headers({ ...extra, origin, "content-type": type });
    const hasBody = method !== "GET" && method !== "HEAD";
    return new Request(`http://proxy${path}`, { method, headers, ...(hasBody && { body }) });
  } catch {
    return undefined;
  }
}

function modelRequest({ url, method, headers }, body) {
  const unwanted = (name) => /_|^(content|transfer)-encoding$/.test(name);
  // To the letter: a fragment or an empty query would not show in a parsed URL.
  if (method !== "POST" || url !== "http://proxy/token" || [...headers.keys()].some(unwanted))
    return undefined;
  return modelType(headers.get("content-type")) ? modelForm(headers.get("origin"), body) : undefined;
}

test("P-05 P-06 P-13 P-17 any request gets JSON; the provider sees what the model takes, and nothing else", async (t) => {
  const seen = [];
  t.mock.method(globalThis, "fetch", async (url, { body }) => {
    seen.push({ url, form: Object.fromEntries(new URLSearchParams(body)) });
    return Response.json(GOOD_REPLY);
  });
  const url = "https://provider.example/token";
  const proxy = createTokenProxy({
    clientId: CODE_FORM.client_id,
    clientSecret: SECRET,
    tokenUrl: url,
    redirectUris: [CODE_FORM.redirect_uri, `${OTHER_ORIGIN}/callback`],
    limits: { address: null, origin: null },
    log: () => {},
  });
  const counts = { good: 0, bad: 0 };
  const property = fc.asyncProperty(requests, async (drawn) => {
    const request = toRequest(drawn);
    fc.pre(request !== undefined);
    seen.length = 0;
    const expected = modelRequest(request, drawn.body);
    const response = await proxy(request);
    assertFixedHeaders(response);
    const text = await response.text();
    assert.ok(!text.includes(SECRET));
    if (text !== "") JSON.parse(text);
    const client = { client_id: CODE_FORM.client_id, client_secret: SECRET };
    assert.deepEqual(seen, expected ? [{ url, form: { ...client, ...expected } }] : []);
    counts[expected ? "good" : "bad"] += 1;
    assert.equal(response.status === 200 && text.includes("gho_"), expected !== undefined);
  });
  await fc.assert(property, runs(4000));
  assert.ok(counts.good > 200 && counts.bad > 200, JSON.stringify(counts));
});

test("P-17 P-18 a runtime that passes on an address which no URL can have gets JSON as well, never a rejection", async () => {
  const proxy = createTokenProxy({
    clientId: CODE_FORM.client_id,
    clientSecret: SECRET,
    redirectUris: [CODE_FORM.redirect_uri],
    log: () => {},
  });
  for (const url of ["http://a:99999/token", "http://[::1/token", "/token", "", "http://1.2.3.256/token"]) {
    const response = await proxy({ url, method: "POST", headers: new Headers({ origin: ORIGIN }) });
    assertFixedHeaders(response);
    assert.deepEqual([response.status, (await response.json()).error], [400, "invalid_request"]);
  }
});

test("P-06 any bytes are a form or a refusal, and a form is what URLSearchParams reads", () => {
  const property = fc.property(fc.oneof(bodies, fc.uint8Array({ maxLength: 200 })), (bytes) => {
    let form;
    try {
      form = parseForm(bytes);
    } catch (error) {
      assert.ok(error instanceof Refusal && error.status === 400);
      return;
    }
    assert.ok(isUtf8(bytes));
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    assert.deepEqual([...form], [...new URLSearchParams(`&${text}`)]);
  });
  fc.assert(property, runs(4000));
});

onRuntimes({}, (place) => {
  test("P-18 T-47 300 requests with random faults: the server lives, and forwards only what the model takes", async () => {
    const expected = [];
    for (const bytes of fc.sample(mutants, runs(300))) {
      const form = modelBytes(bytes);
      if (form) expected.push({ client_id: CODE_FORM.client_id, client_secret: SECRET, ...form });
      await talk(place.runtime, bytes, { ends: form === undefined });
    }
    // After all, because a request whose client went away may arrive late.
    for (const { form } of place.upstream.log) {
      const index = expected.findIndex((other) => isDeepStrictEqual({ ...form }, other));
      assert.notEqual(index, -1, `FUZZ_SEED=${seed}: ${JSON.stringify(form)}`);
      expected.splice(index, 1);
    }
    const health = await place.send("/healthz");
    assert.equal(health.status, 200);
    assert.deepEqual((await talk(place.runtime, RAW)).statuses, [200]);
    await assertStillGood(place);
  });
});
