// Which redirect URIs an app may use: exact, loopback with any port, wildcard; and what a mismatch gives.
// Must not test anything else of the authorize endpoint.

import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveRedirectUri } from "../redirect-uris.js";
import { app, authorizeUrl, get, press, start } from "./support.js";

const allows = (url, wildcard, asked) => resolveRedirectUri([{ url, wildcard }], asked) === asked;

test("redirect_uri: left out, the first registered callback is used", () => {
  const callbacks = [{ url: "https://app.example/a" }, { url: "https://app.example/b" }];
  assert.equal(resolveRedirectUri(callbacks, null), "https://app.example/a");
});

test("redirect_uri: exact match without wildcard", () => {
  const url = "https://app.example/callback";
  assert.ok(allows(url, false, url));
  for (const asked of [
    "https://app.example/callback/",
    "https://app.example/callback?x=1",
    "https://app.example/callback/sub",
    "https://APP.example/callback",
    "http://app.example/callback",
    "https://app.example:8443/callback",
    "https://app.example/callback#f",
    "https://app.example.evil.example/callback",
    "not a url",
    "",
  ]) {
    assert.equal(allows(url, false, asked), false, asked);
  }
});

test("redirect_uri: any port on the loopback literals, only there, and only the port", () => {
  for (const host of ["127.0.0.1", "[::1]"]) {
    const url = `http://${host}/callback`;
    assert.ok(allows(url, false, `http://${host}:51004/callback`));
    assert.ok(allows(`http://${host}:3000/callback`, false, url));
    assert.equal(allows(url, false, `http://${host}:51004/other`), false);
    assert.equal(allows(url, false, `http://${host}:51004/callback?x=1`), false);
    assert.equal(allows(url, false, `https://${host}:51004/callback`), false);
    assert.equal(allows(url, false, `http://user@${host}:51004/callback`), false);
  }
  assert.equal(allows("http://127.0.0.1/cb", false, "http://[::1]:8080/cb"), false);
  assert.equal(allows("http://localhost/cb", false, "http://localhost:8080/cb"), false);
  assert.equal(allows("https://app.example/cb", false, "https://app.example:8080/cb"), false);
});

test("redirect_uri: wildcard allows sub-domains and sub-directories, never another port or neighbour", () => {
  const url = "https://app.example/cb";
  for (const asked of [
    url,
    "https://app.example/cb/a/b",
    "https://x.app.example/cb",
    "https://x.app.example/cb/a?q=1",
  ]) {
    assert.ok(allows(url, true, asked), asked);
  }
  for (const asked of [
    "https://app.example/cbx",
    "https://app.example/other",
    "https://app.example/cb/../other",
    "https://app.example/cb/%2e%2e/other",
    "https://app.example:8443/cb",
    "http://app.example/cb",
    "https://evilapp.example/cb",
    "https://app.example.evil.example/cb",
    "https://app.example@evil.example/cb",
    "https://user@app.example/cb/a",
    "https://app.example/cb/a#f",
  ]) {
    assert.equal(allows(url, true, asked), false, asked);
  }
});

test("redirect_uri: its own query is kept", async (t) => {
  const url = "https://app.example/callback?tenant=a%20b";
  const github = await start(t, { apps: [app({ callbackUrls: [{ url, wildcard: false }] })] });
  const response = await press(authorizeUrl(github, { redirect_uri: url, state: "s" }), "authorize");
  assert.match(
    response.headers.get("location"),
    /^https:\/\/app\.example\/callback\?tenant=a%20b&code=\w{20}&state=s$/,
  );
});

test("redirect_uri mismatch: a redirect to the registered callback, or an error page, by switch", async (t) => {
  const github = await start(t);
  const url = authorizeUrl(github, { redirect_uri: "https://evil.example/", state: "s" });
  const response = await get(url);
  assert.equal(response.status, 302);
  assert.equal(
    response.headers.get("location"),
    "https://app.example/callback?error=redirect_uri_mismatch&error_description=" +
      "The+redirect_uri+MUST+match+the+registered+callback+URL+for+this+application." +
      "&error_uri=https%3A%2F%2Fdocs.github.com%2Fapps%2Fmanaging-oauth-apps%2F" +
      "troubleshooting-authorization-request-errors%2F%23redirect-uri-mismatch&state=s",
  );
  github.switches.redirectMismatch = "page";
  const page = await get(url);
  assert.equal(page.headers.get("location"), null);
  assert.match(page.headers.get("content-type"), /^text\/html/);
  assert.match(await page.text(), /not associated with this application/);
});
