// Several providers in one manager: one name each, however it is spelled, and a callback each that no other one gets.
// Owns: registration, and which provider a callback belongs to. Flows of the app's own are in custom-flow.test.js.

import assert from "node:assert/strict";
import { agree, callbackFor, finish, signInHere, startAcme } from "./support/acme.js";
import { endToEnd } from "./support/harness.js";
import { approve, openLab } from "./support/lab.js";
import { portcullisKeys } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

/** GitHub, acme and a GitLab in one manager, `window.auth`. */
async function openAll(world) {
  const acme = await startAcme(world);
  const gitlab = await startAcme(world, { name: "gitlab", path: "/plain" });
  await openLab(world);
  await world.page.evaluate(
    async (given) => {
      window.auth = await lab.auth({}, given);
    },
    { gitlab: gitlab.options, providers: { acme: acme.options } },
  );
  return { acme, gitlab };
}

/** What the three were asked for, besides sign-in pages. */
const sent = ({ github }, { acme, gitlab }) =>
  [github, acme, gitlab].flatMap(({ log }) => log.filter(({ path }) => !path.endsWith("/authorize")));

test("a name is one name however it is spelled: Git-Hub, GIT_HUB, git-lab (I3)", async (world) => {
  await openLab(world);
  const seen = await world.page.evaluate(async () => {
    const { createAuth } = await lab.sdk();
    const hub = { clientId: "a", authorizationUrl: "https://one.example/", tokenUrl: "https://one.example/" };
    const auth = createAuth({
      providers: {
        "Git-Hub": { ...hub, redirectUri: "https://app.example/1" },
        GIT_LAB: { ...hub, redirectUri: "https://app.example/2" },
      },
    });
    auth.register("My-IdP", { ...hub, redirectUri: "https://app.example/3" });
    const spellings = ["git-hub", "git_hub", "GIT_HUB", "Git-Hub", "gIT-hUB"];
    await auth.storeCredentials("GIT-HUB", "ada", { accessToken: "one" });
    await auth.storeCredentials("git-lab", "ada", { accessToken: "two" });
    const session = await auth.session({
      providers: ["GIT-hub", "Git_Lab"],
      overrides: { "GIT-LAB": { headers: { a: "b" } } },
    });
    return {
      names: [...auth].map(({ name }) => name),
      same: spellings.every((name) => auth.has(name) && auth.provider(name) === auth.git_hub),
      has: ["github", "my-idp", "MY_IDP", "none"].map((name) => auth.has(name)),
      tokens: [session.credentials("git-Hub").accessToken, session.credentials("GIT_LAB").accessToken],
      headers: await session.headers("Git-Lab"),
      loaded: (await auth.loadCredentials("gIt-HuB", "ada")).accessToken,
      subjects: await auth.subjects("GIT-HUB"),
      deleted: await auth.deleteCredentials("Git-Hub", "ada"),
      left: Object.keys(sessionStorage),
    };
  });
  assert.deepEqual(seen, {
    names: ["git_hub", "git_lab", "my_idp"],
    same: true,
    has: [false, true, true, false],
    tokens: ["one", "two"],
    headers: { authorization: "Bearer two", a: "b" },
    loaded: "one",
    subjects: ["ada"],
    deleted: true,
    left: ["portcullis:v1:a:git_lab:ada"],
  });
});

test("an unknown name is a ConfigError wherever one is taken (I2, I31)", async (world) => {
  await openLab(world);
  const errors = await world.page.evaluate(async () => {
    const auth = await lab.auth();
    const calls = [
      () => auth.provider("nobody"),
      () => auth.signIn({ provider: "nobody" }),
      () => auth.signOut({ provider: "nobody" }),
      () => auth.storeCredentials("nobody", "ada", { accessToken: "a" }),
      () => auth.loadCredentials("nobody", "ada"),
      () => auth.deleteCredentials("nobody", "ada"),
      () => auth.subjects("nobody"),
    ];
    return Promise.all(calls.map(async (call) => (await lab.outcome(call)).error));
  });
  for (const { name, code, field } of errors) {
    assert.deepEqual([name, code, field], ["ConfigError", "unknown_provider", "nobody"]);
  }
});

test("register replaces: the next sign-in is the new app's, the other providers stay (I4)", async (world) => {
  const { page } = world;
  const { acme, gitlab } = await openAll(world);
  const other = await startAcme(world, { name: "other" });
  const seen = await page.evaluate(async (options) => {
    const before = auth.acme;
    const gitlabBefore = auth.gitlab;
    const made = auth.register("ACME", options);
    return [auth.acme === made, auth.acme === before, auth.gitlab === gitlabBefore, auth.names()];
  }, other.options);
  assert.deepEqual(seen, [true, false, true, ["github", "gitlab", "acme"]]);
  const { success, subject } = await signInHere(page, "acme");
  assert.deepEqual([success, subject], [true, "u-7"]);
  assert.deepEqual(await portcullisKeys(page), ["portcullis:v1:other-page:acme:u-7"]);
  assert.deepEqual([acme.log, gitlab.log], [[], []]);
});

test("a provider given as options, as app credentials or as an object is the same (I4, I6)", async (world) => {
  const { page } = world;
  const { acme } = await openAll(world);
  const urls = await page.evaluate(async (options) => {
    const sdk = await lab.sdk();
    const app = new sdk.OAuth2AppCredentials({ name: "acme", ...options });
    const forms = [
      options,
      app,
      new sdk.OAuth2AuthProvider(app),
      new sdk.OAuth2AuthProvider({ name: "acme", ...options }),
    ];
    return forms.map((given) => auth.register("acme", given).oauth2.authorize({}).authorizationUrl);
  }, acme.options);
  for (const authorizationUrl of urls) {
    const callback = await agree(authorizationUrl);
    assert.equal((await finish(page, callback)).success, true);
  }
});

test("the redirect URI of another provider is refused, at createAuth and at register, and nothing changes (C-48)", async (world) => {
  const { page } = world;
  const { acme, gitlab } = await openAll(world);
  const shared = { ...acme.options, redirectUri: gitlab.options.redirectUri };
  const seen = await page.evaluate(
    async ([options, others]) => {
      const before = auth.acme;
      const first = await lab.outcome(() => auth.register("acme", options));
      const second = await lab.outcome(() => lab.auth({}, others));
      // A provider may keep its own.
      auth.register("gitlab", others.gitlab);
      return { errors: [first.error, second.error], isSame: auth.acme === before };
    },
    [shared, { gitlab: gitlab.options, providers: { acme: shared } }],
  );
  for (const { name, code, field } of seen.errors) {
    assert.deepEqual([name, code, field], ["ConfigError", "invalid_option", "acme.redirectUri"]);
  }
  assert.equal(seen.isSame, true);
});

test("redirect URIs that a callback could not tell apart are the same: query, dots, default port, case (C-48)", async (world) => {
  const { page } = world;
  await openLab(world);
  const taken = await page.evaluate(async () => {
    const { createAuth } = await lab.sdk();
    const one = { clientId: "a", authorizationUrl: "https://one.example/", tokenUrl: "https://one.example/" };
    const spellings = ["/cb?provider=two", "/x/../cb", ":443/cb", "/./cb"];
    const attempts = spellings.map((rest) => `https://app.example${rest}`).concat("HTTPS://APP.example/cb");
    const accepted = [];
    for (const redirectUri of attempts) {
      const providers = {
        one: { ...one, redirectUri: "https://app.example/cb" },
        two: { ...one, redirectUri },
      };
      const { error } = await lab.outcome(() => createAuth({ providers }));
      if (error?.field !== "two.redirectUri") accepted.push(redirectUri);
    }
    return accepted;
  });
  assert.deepEqual(taken, []);
});

test("of three sign-ins under way each callback goes to the provider that began it, in any order (C-47)", async (world) => {
  const { page, github } = world;
  const all = await openAll(world);
  const begin = (name) =>
    page.evaluate(
      (wanted) => auth.provider(wanted).oauth2.authorize({ appState: wanted }).authorizationUrl,
      name,
    );
  const urls = [await begin("github"), await begin("acme"), await begin("gitlab")];
  const callbacks = [await approve(github, urls[0]), await agree(urls[1]), await agree(urls[2])];
  const results = [];
  for (const callback of callbacks.toReversed()) results.push(await finish(page, callback));
  assert.deepEqual(
    results.map(({ success, subject, appState }) => [success, subject, appState]),
    [
      [true, "u-7", "gitlab"],
      [true, "u-7", "acme"],
      [true, "7310452", "github"],
    ],
  );
  const exchanges = [...all.gitlab.grants("authorization_code"), ...all.acme.grants("authorization_code")];
  assert.deepEqual(
    [...exchanges, ...tokenRequests(github)].map(({ form }) => form.code),
    callbacks.toReversed().map((one) => new URL(one).searchParams.get("code")),
  );
  const providers = (await portcullisKeys(page)).map((key) => key.split(":").at(-2));
  assert.deepEqual(providers.sort(), ["acme", "github", "gitlab"]);
});

test("a callback at another provider's address is refused, nothing is sent, and the real one still counts (C-47, T-10)", async (world) => {
  const { page } = world;
  const all = await openAll(world);
  const real = await callbackFor(page, "acme");
  const { search } = new URL(real);
  const moved = [all.gitlab.options.redirectUri, `${world.url}/callback`, `${world.url}/`].map(
    (path) => `${path}${search}`,
  );
  for (const address of moved) {
    const { success, error } = await finish(page, address);
    assert.deepEqual([success, error?.code], [false, "callback_mismatch"], address);
  }
  assert.deepEqual(sent(world, all), []);
  assert.deepEqual((await portcullisKeys(page)).length, 1, "the transaction");
  assert.equal((await finish(page, real)).success, true);
});

test("another provider's flow refuses a callback that it did not begin, and sends nothing (C-47)", async (world) => {
  const { page } = world;
  const all = await openAll(world);
  const callback = await callbackFor(page, "acme");
  const { code, state } = Object.fromEntries(new URL(callback).searchParams);
  const codes = await page.evaluate(
    async ([url, pair]) => {
      const given = [{ url }, pair];
      const calls = ["github", "gitlab"].flatMap((name) =>
        given.map((one) => () => auth[name].oauth2.exchange(one)),
      );
      return Promise.all(calls.map(async (call) => (await lab.outcome(call)).error?.code));
    },
    [callback, { code, state }],
  );
  assert.deepEqual(codes, Array(4).fill("callback_mismatch"));
  assert.deepEqual(sent(world, all), []);
});

test("a code of the honest provider, sent back for the dishonest one's sign-in, goes nowhere (C-47, T-10)", async (world) => {
  const { page } = world;
  const all = await openAll(world);
  // The dishonest one (acme) sends the person on to the honest one (gitlab) with its own state.
  const honest = new URL(await page.evaluate(() => auth.gitlab.oauth2.authorize({}).authorizationUrl));
  const dishonest = new URL(await page.evaluate(() => auth.acme.oauth2.authorize({}).authorizationUrl));
  for (const name of ["state", "code_challenge"])
    honest.searchParams.set(name, dishonest.searchParams.get(name));
  const callback = await agree(honest.href);
  const result = await finish(page, callback);
  assert.deepEqual([result.success, result.error?.code], [false, "callback_mismatch"]);
  assert.deepEqual(sent(world, all), []);
});

test("a wrong iss is refused and no endpoint is contacted; the right one is accepted (C-45)", async (world) => {
  const { page } = world;
  const all = await openAll(world);
  const { acme } = all;
  const issuer = acme.options.authorizationUrl;
  for (const iss of ["https://impostor.example", `${issuer}/`, issuer.toUpperCase(), acme.url]) {
    acme.switches.issuer = iss;
    const callback = await callbackFor(page, "acme");
    assert.equal(new URL(callback).searchParams.get("iss"), iss);
    const { success, error } = await finish(page, callback);
    assert.deepEqual([success, error?.code], [false, "issuer_mismatch"], iss);
    assert.deepEqual(sent(world, all), []);
  }
  acme.switches.issuer = issuer;
  assert.equal((await signInHere(page, "acme")).success, true);
  // An app may know better.
  await page.evaluate(
    (options) => auth.register("acme", { ...options, issuer: "https://acme.example" }),
    acme.options,
  );
  acme.switches.issuer = "https://acme.example";
  assert.equal((await signInHere(page, "acme")).success, true);
});

test("GitHub by a token endpoint of the app's own: `tokenUrl` in place of `proxyUrl`", async (world) => {
  const { page, proxyUrl, github } = world;
  await openLab(world);
  await page.evaluate(async (tokenUrl) => {
    window.auth = await lab.auth({ proxyUrl: null, tokenUrl });
  }, `${proxyUrl}/token`);
  github.switches.autoApprove = true;
  assert.equal((await signInHere(page, "github")).subject, "7310452");
});

test("a provider that has no user info endpoint is asked nothing: the subject is `default` (P18)", async (world) => {
  const { page } = world;
  const acme = await startAcme(world);
  await openLab(world);
  await page.evaluate(async ({ userInfoUrl, ...options }) => {
    window.auth = await lab.auth(null, { providers: { acme: options } });
  }, acme.options);
  const { success, subject, userInfo } = await signInHere(page, "acme");
  assert.deepEqual([success, subject, userInfo], [true, "default", undefined]);
  const paths = acme.log.map(({ path }) => path);
  assert.deepEqual(paths, ["/oauth/authorize", "/oauth/token"]);
});
