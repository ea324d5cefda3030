// Where a page that signs in may live: top level, not in a frame; under a strict policy; with the slim entry.
// Owns: what depends on the page around the SDK. Insecure origins are in insecure-origin.test.js.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { approve, openLab } from "./support/lab.js";
import { json, serveSite } from "./support/servers.js";

const test = endToEnd();

const createThere = ([origin, webUrl]) => {
  window.auth = window.Portcullis.createAuth({
    github: {
      clientId: "Ov23liElsewhere",
      redirectUri: `${origin}/`,
      proxyUrl: "/proxy",
      authorizationUrl: `${webUrl}/login/oauth/authorize`,
    },
  });
};

for (const kind of ["same", "another"]) {
  test(`in a frame of ${kind} origin a redirect is refused, and nothing is sent (C-34)`, async ({
    t,
    page,
    github,
    allowConsole,
  }) => {
    const inner = await serveSite(t, { "/inner": {} });
    const outer = await serveSite(t, {
      "/": { body: `<iframe src="${kind === "same" ? "" : inner.url}/inner"></iframe>` },
      "/inner": {},
    });
    const framed = kind === "same" ? outer.url : inner.url;
    await page.goto(outer.url);
    const frame = page.frame({ url: `${framed}/inner` });
    await frame.evaluate(createThere, [framed, github.webUrl]);
    const seen = await frame.evaluate(async () => {
      const { github } = window.auth;
      const { error } = await github.signIn({ mode: "redirect" });
      const codes = [error.code];
      try {
        github.oauth2.authorize({});
      } catch ({ code }) {
        codes.push(code);
      }
      return { codes, stored: Object.keys(sessionStorage) };
    });
    assert.deepEqual(seen, { codes: ["top_level_required", "top_level_required"], stored: [] });
    assert.equal(page.url(), `${outer.url}/`);
    assert.equal(frame.url(), `${framed}/inner`);
    assert.deepEqual(github.log, []);

    // The same page as a tab of its own may; the stand-in just does not know its app.
    allowConsole(/404 \(Not Found\)/);
    await page.goto(`${framed}/inner`);
    await page.evaluate(createThere, [framed, github.webUrl]);
    await Promise.all([
      page.waitForURL(`${github.webUrl}/login/oauth/authorize?*`),
      page.evaluate(() => void window.auth.github.signIn({ mode: "redirect" })),
    ]);
  });
}

test("a proxy on the page's own origin gets no cookie and no referrer either (C-13)", async ({
  t,
  page,
  context,
  github,
}) => {
  const token = json({ access_token: "gho_made_up", token_type: "bearer" });
  const site = await serveSite(t, { "/": {} }, { "/proxy/token": token });
  await context.addCookies([{ url: site.url, name: "ours", value: "1" }]);
  await page.goto(site.url);
  await page.evaluate(createThere, [site.url, github.webUrl]);
  const credentials = await page.evaluate(async () => {
    const { state } = window.auth.github.oauth2.authorize();
    return String(await window.auth.github.oauth2.exchange({ code: "any", state }));
  });
  assert.match(credentials, /redacted/);
  const { method, headers } = site.requests.find(({ url }) => url === "/proxy/token");
  assert.equal(method, "POST");
  assert.equal(site.requests[0].headers.cookie, "ours=1");
  assert.deepEqual([headers.cookie, headers.referer], [undefined, undefined]);
});

test("a policy without 'wasm-unsafe-eval' is named, with the words to add", async ({
  t,
  page,
  allowConsole,
}) => {
  allowConsole(/Content Security Policy/);
  const policy = (script) => ({ headers: { "Content-Security-Policy": `script-src 'self'${script}` } });
  const site = await serveSite(t, { "/strict": policy(""), "/right": policy(" 'wasm-unsafe-eval'") });
  await page.goto(`${site.url}/strict`);
  const create = (given) => page.evaluate(createThere, [given, given]).then(String, ({ message }) => message);
  assert.match(await create(site.url), /AuthError: .*script-src 'self' 'wasm-unsafe-eval'/);
  await page.goto(`${site.url}/right`);
  assert.equal(await create(site.url), "undefined");
});

test("portcullis/slim: not_initialized before init, a whole sign-in after it", async (world) => {
  const { page, github } = world;
  await openLab(world);
  const { early, authorizationUrl } = await page.evaluate(async () => {
    const { createAuth, init } = await import("/portcullis/slim.js");
    const { config } = await import("/config.js");
    const { clientId, redirectUri, proxyUrl, authorizationUrl, apiUrl } = config;
    const options = { github: { clientId, redirectUri, proxyUrl, authorizationUrl, apiUrl } };
    const refused = await lab.outcome(() => createAuth(options));
    await Promise.all([init(), init()]);
    window.auth = createAuth(options);
    return { early: refused.error, ...window.auth.github.oauth2.authorize() };
  });
  assert.deepEqual([early.name, early.code], ["AuthError", "not_initialized"]);
  const callback = await approve(github, authorizationUrl);
  const result = await page.evaluate(
    async (address) => lab.plain(await window.auth.handleRedirect(address)),
    callback,
  );
  assert.equal(result.success, true);
  assert.equal(result.userInfo.login, "ada-brook");
});
