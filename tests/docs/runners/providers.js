// Runs docs/providers.md and docs/provider-records.md: GitHub Enterprise, GitLab, and providers by configuration.
// Owns: what must have happened after each block. Must not: know a provider that the documents do not.

import assert from "node:assert/strict";
import { open, seen, tokenForms } from "../support/app.js";
import { block, documentAt, rowsOf } from "../support/markdown.js";
import { connect } from "../support/web.js";

const codeIn = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
const press = (page, name) => page.getByRole("button", { name }).click();
const echoed = ({ oauth }) => oauth.log.filter(({ path }) => path === "/api/echo");
const finish = `const result = await auth.handleRedirect();
document.querySelector("#sign-in").onclick = () => auth.signIn();
const session = await auth.session().catch(() => null);`;

/** Where the stand-in has what those options name. */
const routesOf = ({ authorizationUrl, tokenUrl, userInfoUrl, apiUrl }, { oauth: { url } }) => ({
  [authorizationUrl]: `${url}/oauth/authorize`,
  [tokenUrl]: `${url}/oauth/token`,
  ...(userInfoUrl && { [userInfoUrl]: `${url}/api/user` }),
  ...(apiUrl && { [apiUrl]: `${url}/api/echo?` }),
});

async function checkHosts(page, url) {
  const rows = rowsOf(documentAt("docs/providers.md")).filter(([, , api]) => /^`https/.test(api));
  assert.equal(rows.length, 3);
  for (const [host, authorizationUrl, apiUrl] of rows.map((cells) => cells.flatMap(codeIn))) {
    const configured = await page.evaluate(
      ([one, redirectUri]) => {
        const github = { host: one, clientId: "an-app", redirectUri, proxyUrl: "/proxy" };
        const { authorizationUrl, apiUrl } = createAuth({ github }).github.appCredentials;
        return { authorizationUrl, apiUrl };
      },
      [host, `${url}/callback`],
    );
    assert.deepEqual(configured, { authorizationUrl, apiUrl });
  }
}

async function checkOptions(page) {
  const message = await page.evaluate(() => {
    try {
      createAuth({ providers: { acme: { nonsense: 1 } } });
    } catch (error) {
      return error.message;
    }
  });
  const [, known] = /Known here: (.*)/.exec(message);
  const rows = rowsOf(documentAt("docs/providers.md")).map(([cell]) => codeIn(cell));
  const documented = rows.slice(rows.findIndex(([name]) => name === "clientId")).flat();
  assert.deepEqual(documented.sort(), known.split(" ").sort());
}

export const providers = {
  async enterprise(world) {
    const { page, site } = world;
    const { webUrl, apiUrl, switches } = site.github;
    await connect(page.context(), {
      "https://octocorp.ghe.com": webUrl,
      "https://api.octocorp.ghe.com": apiUrl,
    });
    switches.autoApprove = true;
    switches.iss = "none";
    const report = "window.createAuth = createAuth; window.seen = result && result.userInfo.login;";
    await open(world, `${block("enterprise")}\n${finish}\n${report}`);
    await press(page, "Sign in with GitHub");
    assert.equal(await seen(page), "ada-brook");
    assert.equal(tokenForms(site).length, 1);
    await checkHosts(page, site.url);
  },

  async gitlab(world) {
    const { page, site } = world;
    const gitlab = "https://gitlab.com";
    const routes = {
      authorizationUrl: `${gitlab}/oauth/authorize`,
      tokenUrl: `${gitlab}/oauth/token`,
      userInfoUrl: `${gitlab}/api/v4/user`,
      apiUrl: `${gitlab}/api/v4/projects`,
    };
    await connect(page.context(), routesOf(routes, site));
    const report = `const [subject] = await auth.subjects("gitlab");
      if (subject) window.seen = [subject, (await getProjects()).status];`;
    await open(world, `${block("gitlab")}\n${report}`);
    await press(page, "Sign in with GitHub");
    assert.deepEqual(await seen(page), ["u-7", 200]);
    assert.match(echoed(site)[0].headers.authorization, /^Bearer access-/);
    const [{ query }] = site.oauth.log;
    assert.equal(new URLSearchParams(query).get("scope"), "read_api");
  },

  async "other-provider"(world) {
    const { page, site } = world;
    const acme = "https://acme.example";
    const routes = { [`${acme}/oauth`]: `${site.oauth.url}/oauth`, [`${acme}/api`]: `${site.oauth.url}/api` };
    await connect(page.context(), routes);
    const report = `window.createAuth = createAuth;
      if (session) window.seen = [session.subject, (await session.fetch("https://acme.example/api/echo")).status];`;
    await open(world, `${block("other-provider")}\n${finish}\n${report}`);
    await press(page, "Sign in with GitHub");
    assert.deepEqual(await seen(page), ["u-7", 200]);
    await checkOptions(page);
  },

  /** Each record is a whole configuration: somebody signs in, and the token arrives at its API. */
  async records(world) {
    const { page, site } = world;
    const { records } = await import(`data:text/javascript,${encodeURIComponent(block("records"))}`);
    const rows = rowsOf(documentAt("docs/provider-records.md")).flatMap(([names]) => names.split(", "));
    assert.deepEqual(
      rows
        .slice(2)
        .map((name) => name.toLowerCase())
        .sort(),
      Object.keys(records).sort(),
    );
    for (const [name, record] of Object.entries(records)) {
      await connect(page.context(), routesOf(record, site));
      const code = `import { createAuth } from "portcullis";
        ${block("records")}
        const app = { clientId: "acme-app", redirectUri: location.origin + "/callback" };
        const auth = createAuth({ providers: { ${name}: { ...records.${name}, ...app } } });
        ${finish}
        const { apiUrl } = records.${name};
        if (result) window.seen = { result, status: apiUrl && (await session.fetch(apiUrl)).status };`;
      site.oauth.reset();
      await open(world, code);
      await press(page, "Sign in with GitHub");
      const { result, status } = await seen(page);
      assert.deepEqual(
        [result.success, result.subject],
        [true, record.userInfoUrl ? "u-7" : "default"],
        name,
      );
      assert.equal(status, record.apiUrl && 200, name);
      assert.equal(echoed(site).length, record.apiUrl ? 1 : 0, `${name}: requests to the API`);
      const asked = new URLSearchParams(site.oauth.log[0].query);
      for (const [parameter, value] of Object.entries(record.extraParams ?? {}))
        assert.equal(asked.get(parameter), value, name);
      assert.equal(asked.get("scope"), record.scope ?? null, name);
    }
  },

  async "several-providers"(world) {
    const { page, site } = world;
    const gitlab = "https://gitlab.com";
    await connect(page.context(), {
      [`${gitlab}/oauth`]: `${site.oauth.url}/oauth`,
      [`${gitlab}/api/v4`]: `${site.oauth.url}/api`,
    });
    site.github.switches.autoApprove = true;
    const report = `if (result) window.seen = { path: location.pathname, isIn: result.success };
      window.fetchIn = async (url) => (await auth.session()).fetch(url);`;
    await open(world, `${block("several-providers")}\n${report}`);
    await press(page, "Sign in with GitHub");
    assert.deepEqual(await seen(page), { path: "/callback/github", isIn: true });
    await press(page, "GitLab");
    await page.waitForURL("**/callback/gitlab");
    assert.deepEqual(await seen(page), { path: "/callback/gitlab", isIn: true });
    const asked = (address) => page.evaluate(async (url) => (await fetchIn(url)).status, address);
    assert.equal(await asked("https://api.github.com/user"), 200);
    assert.equal(await asked(`${gitlab}/api/v4/echo`), 200);
  },
};
