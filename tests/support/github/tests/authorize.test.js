// The authorize endpoint against GitHub's documented behaviour: checks, redirects, state, iss, headers.
// Must not test the token endpoint, or how the page looks.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  authorizeUrl,
  CLIENT_ID,
  corsHeaders,
  freshCode,
  get,
  PKCE,
  press,
  REDIRECT_URI,
  signIn,
  start,
} from "./support.js";

const locationOf = (response) => response.headers.get("location");

test("authorize: an unknown client is a 404 HTML page", async (t) => {
  const github = await start(t);
  const response = await get(`${github.webUrl}/login/oauth/authorize?client_id=nobody`);
  assert.equal(response.status, 404);
  assert.match(response.headers.get("content-type"), /^text\/html/);
});

test("authorize: Authorize redirects with a 20-hex code and the state", async (t) => {
  const github = await start(t);
  const response = await press(
    authorizeUrl(github, { ...PKCE, state: "s1", redirect_uri: REDIRECT_URI }),
    "authorize",
  );
  assert.equal(response.status, 302);
  assert.match(locationOf(response), /^https:\/\/app\.example\/callback\?code=[0-9a-f]{20}&state=s1$/);
});

test("authorize: Cancel redirects with GitHub's exact access_denied parameters and the state", async (t) => {
  const github = await start(t);
  const response = await press(authorizeUrl(github, { ...PKCE, state: "s2" }), "cancel");
  assert.equal(
    locationOf(response),
    `${REDIRECT_URI}?error=access_denied&error_description=The+user+has+denied+your+application+access.` +
      "&error_uri=https%3A%2F%2Fdocs.github.com%2Fapps%2Fmanaging-oauth-apps%2F" +
      "troubleshooting-authorization-request-errors%2F%23access-denied&state=s2",
  );
});

test("authorize: state comes back byte for byte, and none is invented", async (t) => {
  const github = await start(t);
  const base = authorizeUrl(github);
  for (const state of ["a+b%20c", "%7Ex~*", "%FF%00", "", "e%CC%81%C3%A9", "a%26b%3Dc"]) {
    const location = locationOf(await press(`${base}&state=${state}`, "authorize"));
    assert.equal(location.split("&state=")[1], state);
  }
  assert.doesNotMatch(locationOf(await press(base, "authorize")), /state/);
});

test("authorize: a decision needs a known person and a known button", async (t) => {
  const github = await start(t);
  assert.equal((await press(authorizeUrl(github), "authorize", "nobody")).status, 400);
  assert.equal((await press(authorizeUrl(github), "perhaps")).status, 400);
});

test("authorize: PKCE needs both parameters, S256 and 43 characters", async (t) => {
  const github = await start(t);
  const bad = [
    { code_challenge: PKCE.code_challenge },
    { code_challenge_method: "S256" },
    { ...PKCE, code_challenge_method: "plain" },
    { ...PKCE, code_challenge: PKCE.code_challenge.slice(1) },
    { ...PKCE, code_challenge: `${PKCE.code_challenge}A` },
    { ...PKCE, code_challenge: "" },
  ];
  for (const parameters of bad) {
    const response = await get(authorizeUrl(github, { ...parameters, state: "s" }));
    const { searchParams } = new URL(locationOf(response));
    assert.equal(searchParams.get("error"), "invalid_request", JSON.stringify(parameters));
    assert.equal(searchParams.get("state"), "s");
    github.switches.mode = "ghes";
    assert.equal((await get(authorizeUrl(github, parameters))).status, 200);
    github.switches.mode = "dotcom";
  }
  assert.equal((await get(authorizeUrl(github, PKCE))).status, 200);
  assert.equal((await get(authorizeUrl(github))).status, 200);
});

test("authorize: no framing, no caching, no CORS, COOP only by switch, on page and redirect", async (t) => {
  const github = await start(t);
  for (const coop of [false, true]) {
    github.switches.coop = coop;
    for (const response of [await get(authorizeUrl(github)), await press(authorizeUrl(github), "cancel")]) {
      assert.equal(response.headers.get("x-frame-options"), "deny");
      assert.equal(response.headers.get("cache-control"), "no-cache");
      assert.equal(response.headers.get("cross-origin-opener-policy"), coop ? "same-origin" : null);
      assert.deepEqual(corsHeaders(response), []);
    }
  }
});

test("authorize: iss is absent, right or wrong by switch, on success and on error", async (t) => {
  const github = await start(t);
  const expected = {
    none: null,
    right: `${github.webUrl}/login/oauth`,
    wrong: "https://impostor.example/login/oauth",
  };
  for (const [value, issuer] of Object.entries(expected)) {
    github.switches.iss = value;
    for (const decision of ["authorize", "cancel"]) {
      const { searchParams } = new URL(locationOf(await press(authorizeUrl(github), decision)));
      assert.equal(searchParams.get("iss"), issuer);
    }
  }
});

test("authorize: authorizeError stays on an error page and sends nobody back, decided or not", async (t) => {
  const github = await start(t);
  github.switches.authorizeError = true;
  github.switches.autoApprove = true;
  for (const response of [await get(authorizeUrl(github)), await press(authorizeUrl(github), "authorize")]) {
    assert.deepEqual([response.status, locationOf(response)], [500, null]);
    assert.match(response.headers.get("content-type"), /^text\/html/);
  }
});

test("authorize: ghe.com checks PKCE as github.com does", async (t) => {
  const github = await start(t);
  github.switches.mode = "ghe.com";
  const response = await get(authorizeUrl(github, { ...PKCE, code_challenge_method: "plain" }));
  assert.equal(new URL(locationOf(response)).searchParams.get("error"), "invalid_request");
  assert.ok((await signIn(github)).access_token);
});

test("authorize: autoApprove redirects at once, as the signed-in person, unless select_account asks", async (t) => {
  const github = await start(t);
  github.switches.autoApprove = true;
  assert.match(locationOf(await get(authorizeUrl(github))), /\?code=/);
  assert.equal((await get(authorizeUrl(github, { prompt: "select_account" }))).status, 200);
});

test("authorize: the page is preset to the signed-in person, else to login=, else to the first", async (t) => {
  const github = await start(t);
  const checked = async (parameters) =>
    /value="([\w-]+)" checked/.exec(await (await get(authorizeUrl(github, parameters))).text())[1];
  assert.equal(await checked({}), "ada-brook");
  assert.equal(await checked({ login: "jun-okafor" }), "jun-okafor");
  github.switches.user = "rosa-lindqvist";
  assert.equal(await checked({ login: "jun-okafor" }), "rosa-lindqvist");
});

test("authorize: without scope, everything this person granted this app before is granted again", async (t) => {
  const github = await start(t);
  assert.equal((await signIn(github)).scope, "");
  assert.equal((await signIn(github, { scope: "gist" })).scope, "gist");
  assert.equal((await signIn(github, { scope: "read:user" })).scope, "read:user");
  assert.equal((await signIn(github)).scope, "gist,read:user");
  assert.equal((await signIn(github, {}, "jun-okafor")).scope, "");
});

test("authorize: OPTIONS below WEB/login is a 404 without CORS", async (t) => {
  const github = await start(t);
  const preflight = { Origin: "https://app.example", "Access-Control-Request-Method": "POST" };
  for (const path of ["/login/oauth/authorize", "/login/oauth/access_token", "/login/device/code"]) {
    const response = await fetch(`${github.webUrl}${path}`, { method: "OPTIONS", headers: preflight });
    assert.equal(response.status, 404);
    assert.deepEqual(corsHeaders(response), []);
  }
});

test("request log: both servers, in order, with method, path, query, headers and body", async (t) => {
  const github = await start(t);
  await freshCode(github, { state: "logged" });
  await fetch(`${github.apiUrl}/user`, { headers: { "X-Probe": "yes" } });
  const [web, api] = github.log;
  assert.equal(github.log.length, 2);
  assert.deepEqual([web.server, web.method, web.path], ["web", "POST", "/login/oauth/authorize"]);
  assert.equal(new URLSearchParams(web.query).get("client_id"), CLIENT_ID);
  assert.equal(web.body, "login=ada-brook&decision=authorize");
  assert.deepEqual([api.server, api.method, api.path, api.query, api.body], ["api", "GET", "/user", "", ""]);
  assert.equal(api.headers["x-probe"], "yes");
  assert.ok(Number.isInteger(api.at) && api.at >= web.at);
});
