// Where tokens and verifiers show up, and where they never do (C-24, C-31, C-67).
// Owns: looking everywhere after real sign-ins, calls, refreshes and failures. Must not: look by name, only by value.

import assert from "node:assert/strict";
import { demoState, signIn, signOutButton } from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { freshCallback, handle, openLab, signInAtLab } from "./support/lab.js";
import { storedEverywhere, storedTokens } from "./support/storage.js";
import { requestsTo, tokenRequests } from "./support/traffic.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

/** Every secret that this sign-in has produced so far. */
async function secretsOf({ page, github }) {
  const verifiers = tokenRequests(github).flatMap(({ form }) => form.code_verifier ?? []);
  return { ...(await storedTokens(page)), verifier: verifiers.at(-1) };
}

test("in the demo the token is in the one record and in bearer headers to the API, nowhere else (C-24, C-67)", async (world) => {
  const { page, context, url, proxyUrl, github, requests } = world;
  const said = [];
  context.on("console", (message) => said.push(message.text()));
  await signIn(page, url);
  await page.getByRole("button", { name: "List my repositories" }).click();
  await page.getByText("GET /user/repos").waitFor();
  const first = await secretsOf(world);
  await page.getByRole("button", { name: "Refresh now" }).click();
  await page.getByText("The token was renewed.").waitFor();
  const second = await secretsOf(world);
  assert.notEqual(first.accessToken, second.accessToken);
  const secrets = [...Object.values(first), ...Object.values(second)];
  assert.ok(secrets.every((secret) => secret.length >= 40));
  const holds = (text) => secrets.some((secret) => text.includes(secret));

  const places = {
    ...(await storedEverywhere(page)),
    cookies: await context.cookies(),
    addresses: requests.map((request) => request.url()),
    "page, as text and as markup": await page.content(),
    history: await page.evaluate(() => history.state),
    console: said,
  };
  for (const [place, content] of Object.entries(places)) assert.ok(!holds(JSON.stringify(content)), place);
  for (const request of requests) {
    const toProxy = requestsTo([request], proxyUrl).length > 0;
    assert.ok(toProxy || !holds(request.postData() ?? ""), request.url());
    const { authorization, ...headers } = await request.allHeaders();
    assert.ok(!holds(JSON.stringify(headers)), request.url());
    if (authorization === undefined) continue;
    assert.equal(new URL(request.url()).origin, github.apiUrl);
    assert.match(authorization, /^Bearer gho_\w+$/);
  }

  await signOutButton(page).click();
  await demoState(page, "signed-out");
  assert.ok(!holds(await page.content()));
  assert.ok(!holds(JSON.stringify(await page.evaluate(() => ({ ...sessionStorage })))));
});

test("credentials print no secret: JSON, String, template, keys, console (C-24, T-21)", async (world) => {
  const { page } = world;
  await signInAtLab(world);
  const { accessToken, refreshToken } = await storedTokens(page);
  const printed = page.waitForEvent("console", (message) => message.text().startsWith("printed"));
  const views = await page.evaluate(async () => {
    const session = await (await lab.auth()).session();
    const credentials = session.credentials();
    console.log("printed", credentials, session, session.github);
    return {
      json: JSON.stringify({ credentials, session }),
      text: String(credentials),
      template: `${credentials} ${session}`,
      concatenated: `${credentials}`.concat(credentials),
      own: JSON.stringify(Object.entries(credentials)),
      spread: JSON.stringify({ ...credentials }),
      clone: JSON.stringify(structuredClone({ ...credentials })),
      byName: [credentials.accessToken, credentials.refreshToken],
    };
  });
  const { byName, ...all } = views;
  assert.deepEqual(byName, [accessToken, refreshToken]);
  assert.match(all.json, /"accessToken":"\[redacted\]"/);
  all.console = (await printed).text();
  for (const [view, text] of Object.entries(all)) {
    assert.ok(!text.includes(accessToken) && !text.includes(refreshToken), view);
  }
});

test("errors hold no token, code, verifier or state, not even in their cause or stack (C-24, C-31)", async (world) => {
  const { page, github, allowConsole } = world;
  allowConsole(/Failed to load resource/);
  await openLab(world);
  const secrets = [];
  const errors = [];
  const spoilt = async () => {
    const callback = await freshCallback(world);
    const { code, state } = Object.fromEntries(new URL(callback).searchParams);
    const verifiers = await page.evaluate(() =>
      Object.values(sessionStorage).flatMap((text) => JSON.parse(text).verifier ?? []),
    );
    secrets.push(code, state, ...verifiers);
    return callback;
  };
  const failing = async (call, given) => {
    const words = await page.evaluate(
      async ([name, value]) => {
        const auth = await lab.auth();
        const calls = {
          exchange: () => auth.github.oauth2.exchange({ url: value }),
          fetch: async () => (await auth.session()).fetch(value),
        };
        return calls[name]().then(String, lab.words);
      },
      [call, given],
    );
    assert.match(words, /^(Auth|OAuth)Error: /);
    errors.push(words);
  };

  for (const fault of ["html502", "resetBefore"]) {
    const callback = await spoilt();
    github.switches.token = fault;
    await failing("exchange", callback);
    github.switches.token = null;
  }
  const callback = await spoilt();
  assert.equal((await handle(page, callback)).success, true);
  await failing("exchange", callback);
  const { accessToken, refreshToken } = await storedTokens(page);
  secrets.push(accessToken, refreshToken);
  await failing("fetch", "https://elsewhere.example/");
  github.reset();
  await failing("fetch", `${github.apiUrl}/user`);

  assert.ok(secrets.length === 11 && secrets.every((secret) => secret.length >= 20));
  for (const secret of secrets) assert.ok(!errors.join().includes(secret), secret);
});

test("the verifier is gone from storage once the exchange ends, in success and in failure (C-31)", async (world) => {
  const { page, github, allowConsole } = world;
  allowConsole(/Failed to load resource/);
  await openLab(world);
  const stored = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  for (const fault of ["html502", null]) {
    const callback = await freshCallback(world);
    assert.match(await stored(), /verifier/);
    github.switches.token = fault;
    assert.equal((await handle(page, callback)).success, fault === null);
    assert.doesNotMatch(await stored(), /verifier/);
    assert.ok(!(await stored()).includes(tokenRequests(github).at(-1).form.code_verifier));
  }
});
