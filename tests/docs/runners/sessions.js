// Runs docs/sessions.md, signed in with the stand-in as GitHub.
// Owns: what must have happened after each block. Must not: know the session's insides.

import assert from "node:assert/strict";
import { open, openSignedIn, ourKeys, seen } from "../support/app.js";
import { ADA } from "../support/browser.js";
import { block } from "../support/markdown.js";

const press = (page, name) => page.getByRole("button", { name }).click();
const apiCalls = ({ github }) =>
  github.log.filter(({ server, method }) => server === "api" && method !== "OPTIONS");

/** A token that somebody has: it is typed in before the page's code looks. */
async function typeToken(page, token) {
  await page.addInitScript((text) => {
    // The page is there, and its module has not run yet.
    document.addEventListener("readystatechange", () => {
      const input = document.querySelector("#token");
      if (input) input.value = text;
    });
  }, token);
}

/** Signs in, takes the token out, and forgets who it was. */
async function obtainToken(world) {
  await openSignedIn(world, "window.seen = session.credentials().accessToken;");
  const token = await seen(world.page);
  await world.page.evaluate(() => sessionStorage.clear());
  return token;
}

export const sessions = {
  async subjects(world) {
    const { page, site } = world;
    const report = "window.seen = { everybody, subject: earlier.subject };";
    await openSignedIn(world, `${block("subjects")}\n${report}`);
    assert.deepEqual(await seen(page), { everybody: [String(ADA.id)], subject: String(ADA.id) });
    await press(page, "Sign in with GitHub");
    await page.getByRole("radio", { name: "Jun Okafor" }).check();
    await press(page, /^Authorize /);
    await page.waitForURL(`${site.url}/callback`);
    const { everybody, subject } = await seen(page);
    assert.deepEqual([everybody.length, everybody[1], subject], [2, String(ADA.id), String(ADA.id)]);
  },

  async "session-options"(world) {
    const { page, site } = world;
    await typeToken(page, await obtainToken(world));
    const report =
      "window.seen = { status: answer.status, login: visitor.login, keys: Object.keys(sessionStorage) };";
    await openSignedIn(world, `${block("session-options")}\n${report}`);
    const { status, login, keys } = await seen(page);
    assert.deepEqual([status, login, keys.length], [200, ADA.login, 1]);
    const overridden = apiCalls(site).filter(({ headers }) => headers["x-github-next-global-id"] === "1");
    assert.deepEqual(
      overridden.map(({ path }) => path),
      ["/user"],
    );
  },

  async "github-api"(world) {
    const { page, site } = world;
    const repository = "https://api.github.com/repos/ada-brook/tides";
    await page.route(repository, (route) =>
      route.fulfill({
        json: { full_name: "ada-brook/tides" },
        headers: {
          "access-control-allow-origin": "*",
          "access-control-expose-headers": "x-ratelimit-remaining",
          "x-ratelimit-remaining": "4999",
        },
      }),
    );
    const report = "window.seen = { name: data.full_name, remaining: rateLimit.remaining, names };";
    await openSignedIn(world, `${block("github-api")}\n${report}`);
    const { name, remaining, names } = await seen(page);
    assert.deepEqual([name, remaining, names.length], ["ada-brook/tides", 4999, 4]);
    const asked = apiCalls(site).filter(({ path }) => path === "/user/repos");
    assert.deepEqual(
      asked.map(({ query }) => new URLSearchParams(query).get("page")),
      [null, "2"],
    );
    assert.ok(asked.every(({ query }) => query.includes("per_page=2")));
  },

  async "rate-limit"(world) {
    const { page, site } = world;
    world.expect(/403 \(Forbidden\)|429/);
    await openSignedIn(
      world,
      `window.limited = async () => {\n${block("rate-limit")}};\nwindow.seen = true;`,
    );
    await seen(page);
    site.github.switches.rateLimit = "secondaryRetryAfter";
    await page.evaluate(() => limited());
    assert.match(await page.locator("#notice").innerText(), /^GitHub is busy\. Try again in \d+ seconds\.$/);
    // Anything else is thrown: this scope was not asked for.
    world.expect(/404 \(Not Found\)/);
    site.github.switches.rateLimit = null;
    assert.equal(await page.evaluate(() => limited().catch(({ code }) => code)), "api_error");
  },

  async octokit(world) {
    const { page, site } = world;
    const report = "window.seen = { status: me.status, login: me.data.login };";
    await openSignedIn(world, `${block("octokit")}\n${report}`);
    assert.deepEqual(await seen(page), { status: 200, login: ADA.login });
    assert.match(apiCalls(site).at(-1).headers.authorization, /^Bearer gho_/);
  },

  async "personal-token"(world) {
    const { page } = world;
    await typeToken(page, await obtainToken(world));
    await open(world, `${block("personal-token")}\nwindow.seen = user.login;`);
    assert.equal(await seen(page), ADA.login);
    assert.deepEqual(await ourKeys(page), []);
  },

  async "sign-out"(world) {
    const { page, site } = world;
    const token = await obtainToken(world);
    const code = `${block("sign-out")}\nwindow.seen = true;`;
    await openSignedIn(world, code);
    await seen(page);
    await press(page, "Sign out");
    await page.getByText("Signed out everywhere").waitFor();
    assert.deepEqual(await ourKeys(page), []);
    const ended = apiCalls(site).filter(({ method }) => method === "DELETE");
    assert.equal(ended.length, 1);
    assert.notEqual(JSON.parse(ended[0].body).access_token, token);
    // And when the proxy is down.
    await openSignedIn(world, code);
    await page.waitForURL(`${site.url}/callback`);
    await seen(page);
    world.expect(/Failed to load resource/);
    await page.route("http://127.0.0.1:8787/revoke", (route) => route.abort());
    await press(page, "Sign out");
    await page.getByText("Signed out on this device").waitFor();
    assert.deepEqual(await ourKeys(page), []);
  },
};
