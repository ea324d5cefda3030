// Signing in by redirect as a person does it: in the demo, by clicks, with the real proxy and the GitHub stand-in.
// Owns: what must be true on the good way. What is refused is in refusals.test.js, what breaks in failures.test.js.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ADA, demoState, inThisTab, JUN, signIn, signOutButton } from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { storedEverywhere } from "./support/storage.js";
import { authorizeQueries, form, requestsTo, tokenRequests } from "./support/traffic.js";

const test = endToEnd();
const FETCHES = ["fetch", "xhr"];

test("sign in by clicks: the chosen person's profile, and no code or state in the address bar (C-63)", async ({
  page,
  url,
}) => {
  await signIn(page, url, JUN);
  await page.getByRole("heading", { name: "Signed in as Jun Okafor" }).waitFor();
  await page.getByText("@jun-okafor").waitFor();
  await page.getByRole("img", { name: "Avatar of jun-okafor" }).waitFor();
  assert.equal(page.url(), inThisTab(url));
});

test("exactly one token request, with a verifier, from the proxy only (C-09, C-13, C-29, C-31)", async ({
  page,
  url,
  proxyUrl,
  github,
  requests,
}) => {
  await signIn(page, url);
  const [request, ...others] = tokenRequests(github);
  assert.deepEqual(others, []);
  assert.equal(request.headers["user-agent"], "portcullis-token-proxy");
  assert.equal(request.headers.origin, undefined);
  const [query] = authorizeQueries(github);
  const { code_verifier: verifier, redirect_uri: redirectUri } = request.form;
  assert.equal(createHash("sha256").update(verifier).digest("base64url"), query.get("code_challenge"));
  assert.equal(redirectUri, query.get("redirect_uri"));

  const toWeb = requestsTo(requests, github.webUrl).filter((made) => FETCHES.includes(made.resourceType()));
  assert.deepEqual(toWeb, []);
  assert.equal(requestsTo(requests, proxyUrl).length, 1);
  const holdsVerifier = requests.filter(
    (made) => made.url().includes(verifier) || made.postData()?.includes(verifier),
  );
  assert.deepEqual(holdsVerifier, requestsTo(requests, proxyUrl));
});

test("the page's token request: a form, each parameter once, no secret, no cookie, no referrer, no cache (C-13)", async ({
  page,
  context,
  url,
  proxyUrl,
  requests,
}) => {
  // Cookies know no ports: this one would go to the proxy too.
  await context.addCookies([{ url, name: "ours", value: "1" }]);
  await signIn(page, url);
  const [request] = requestsTo(requests, proxyUrl);
  assert.equal(request.method(), "POST");
  assert.equal(request.url(), `${proxyUrl}/token`);
  const names = [...new URLSearchParams(request.postData()).keys()];
  assert.deepEqual(names.sort(), ["client_id", "code", "code_verifier", "grant_type", "redirect_uri"]);
  assert.equal(form(request.postData()).grant_type, "authorization_code");
  const headers = await request.allHeaders();
  assert.match(headers["content-type"], /^application\/x-www-form-urlencoded\b/);
  assert.equal(headers.accept, "application/json");
  assert.equal(headers["cache-control"], "no-cache");
  assert.equal(headers.cookie, undefined);
  assert.equal(headers.referer, undefined);
});

test("the authorize URL has each parameter once, and S256 (C-01, C-30, C-65)", async ({
  page,
  url,
  github,
}) => {
  await signIn(page, url);
  const [query] = authorizeQueries(github);
  const { state, code_challenge: challenge, client_id: clientId, ...others } = Object.fromEntries(query);
  assert.deepEqual(others, {
    response_type: "code",
    redirect_uri: `${url}/callback`,
    scope: "read:user",
    code_challenge_method: "S256",
  });
  assert.equal([...query.keys()].length, 7);
  assert.equal(clientId, tokenRequests(github)[0].form.client_id);
  assert.match(state, /^[\w-]{43,}$/);
  assert.match(challenge, /^[\w-]{43}$/);
});

test("state, challenge and verifier are new for every sign-in (C-28)", async ({ page, url, github }) => {
  for (let run = 0; run < 2; run += 1) {
    await signIn(page, url);
    await signOutButton(page).click();
    await demoState(page, "signed-out");
  }
  const [first, second] = authorizeQueries(github);
  const [one, two] = tokenRequests(github).map(({ form }) => form.code_verifier);
  assert.notEqual(first.get("state"), second.get("state"));
  assert.notEqual(first.get("code_challenge"), second.get("code_challenge"));
  assert.notEqual(one, two);
  for (const verifier of [one, two]) assert.match(verifier, /^[\w.~-]{43,128}$/);
});

test("a reload keeps the session and asks for no new token", async ({ page, url, github }) => {
  await signIn(page, url);
  await page.reload();
  await demoState(page, "signed-in");
  await page.getByRole("heading", { name: "Signed in as Ada Brook" }).waitFor();
  assert.equal(tokenRequests(github).length, 1);
});

test("signed in, one record is kept in sessionStorage and nothing anywhere else (C-31, C-67)", async ({
  page,
  context,
  url,
}) => {
  await signIn(page, url);
  const { sessionKeys, localKeys, databases, windowName } = await storedEverywhere(page);
  assert.equal(sessionKeys.length, 1);
  assert.match(sessionKeys[0], new RegExp(`^portcullis:v1:[^:]+:github:${ADA.id}$`));
  assert.deepEqual([localKeys, databases, windowName], [[], [], ""]);
  assert.deepEqual(await context.cookies(), []);
});

test("sign out removes every key that begins with portcullis:, and a reload stays signed out", async ({
  page,
  url,
}) => {
  await signIn(page, url);
  await page.evaluate(() => sessionStorage.setItem("somebody else's", "stays"));
  await signOutButton(page).click();
  await demoState(page, "signed-out");
  const { sessionKeys } = await storedEverywhere(page);
  assert.deepEqual(sessionKeys, ["somebody else's"]);
  await page.reload();
  await demoState(page, "signed-out");
});

test("going back after the sign-in neither signs in again nor sends anything (C-09)", async ({
  page,
  url,
  github,
}) => {
  await signIn(page, url);
  const before = tokenRequests(github).length;
  await page.goBack();
  await page.goForward();
  await demoState(page, "signed-in");
  assert.equal(tokenRequests(github).length, before);
});
