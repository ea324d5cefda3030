// One provider for each app server: what `HostAuthProvider.for` shares, what it refuses to share, and how addresses are read.
// Owns: O4 to O7, O17, O18, O21.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { openHost, outcome, promptIn, signInHost } from "./support/host.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

/** What a call in the page gives, with the SDK's exports. */
const inPage = (page, action, given) =>
  page.evaluate(
    ([text, value]) => {
      const call = new Function("sdk", "given", `return (${text})(sdk, given)`);
      return lab.outcome(() => call(host.sdk, value));
    },
    [`${action}`, given],
  );

test("O4 O7 the same host is the same provider, however it is written", async (world) => {
  const { page } = world;
  await openHost(world, { isBare: true });
  const { value } = await inPage(page, ({ HostAuthProvider }) => {
    const one = HostAuthProvider.for("https://data.example");
    const others = [
      "data.example",
      "https://data.example/",
      "https://DATA.example",
      "https://data.example:443//",
    ];
    return others.map((other) => HostAuthProvider.for(other) === one);
  });
  assert.deepEqual(value, [true, true, true, true]);
});

test("O7 another path, port, scheme or name is another host; routes are below the path", async (world) => {
  const { page } = world;
  await openHost(world, { isBare: true });
  const { value } = await inPage(page, ({ HostAuthProvider }) => {
    const hosts = [
      "https://data.example",
      "https://data.example/a",
      "https://data.example/b",
      "https://data.example:8443",
      "https://www.data.example",
      "http://127.0.0.1:8080",
      "https://[2001:db8::1]:8443/a",
      "[2001:db8::1]",
      "http://[::1]:9000",
      "localhost:9000/x?a=1#b",
    ];
    const made = hosts.map((host) => HostAuthProvider.for(host));
    return {
      count: new Set(made).size,
      names: new Set(made.map(({ name }) => name)).size,
      tokens: made.map(({ appCredentials }) => appCredentials.tokenUrl),
    };
  });
  const bases = [
    "https://data.example",
    "https://data.example/a",
    "https://data.example/b",
    "https://data.example:8443",
    "https://www.data.example",
    "http://127.0.0.1:8080",
    "https://[2001:db8::1]:8443/a",
    "https://[2001:db8::1]",
    "http://[::1]:9000",
    "https://localhost:9000/x",
  ];
  assert.deepEqual(value, { count: 10, names: 10, tokens: bases.map((base) => `${base}/auth/v2/token`) });
});

test("O7 two paths of one host do not share credentials, nor do hosts whose names look alike", async (world) => {
  const { page } = world;
  await openHost(world, { isBare: true });
  const { value } = await inPage(page, async ({ HostAuthProvider }) => {
    const hosts = [
      "https://data.example/a",
      "https://data.example/b",
      "https://data.example:8443",
      "https://data.example/8443",
    ];
    const made = hosts.map((host) => HostAuthProvider.for(host));
    for (const [index, { manager, name }] of made.entries())
      await manager.storeCredentials(name, "default", { accessToken: `token-${index}` });
    return Promise.all(made.map(async (one) => (await one.currentCredentials())?.accessToken));
  });
  assert.deepEqual(value, ["token-0", "token-1", "token-2", "token-3"]);
});

test("O6 O7 what is no address, or no safe one, is a ConfigError by name", async (world) => {
  const { page } = world;
  await openHost(world, { isBare: true });
  for (const host of [
    "",
    undefined,
    null,
    7,
    "https://",
    "ftp://data.example",
    "not a host",
    "javascript:alert(1)",
  ]) {
    const { error } = await inPage(
      page,
      ({ HostAuthProvider }, given) => void HostAuthProvider.for(given),
      host,
    );
    assert.equal(error?.name, "ConfigError", `${host}: ${error?.name}`);
  }
  const { error } = await inPage(
    page,
    ({ HostAuthProvider }) => void HostAuthProvider.for("http://data.example"),
  );
  assert.deepEqual([error?.name, error?.code], ["ConfigError", "insecure_url"]);
});

test("O4 other options for the same host: instance_conflict, naming the option; the same or none are no conflict", async (world) => {
  const { page } = world;
  await openHost(world, { isBare: true });
  const { value } = await inPage(page, ({ HostAuthProvider }) => {
    const options = { prompt: "login", scope: ["a", "b"], store: "memory" };
    const one = HostAuthProvider.for("data.example", options);
    return [undefined, {}, { prompt: "login" }, { scope: ["a", "b"] }, { store: "memory" }].map(
      (given) => HostAuthProvider.for("data.example", given) === one,
    );
  });
  assert.deepEqual(value, Array(5).fill(true));
  for (const [name, changed] of Object.entries({
    prompt: "none",
    scope: ["a"],
    store: "local",
    loginRoute: "/login",
    offlineAccess: false,
  })) {
    const { error } = await inPage(
      page,
      ({ HostAuthProvider }, given) => void HostAuthProvider.for("data.example", given),
      { [name]: changed },
    );
    assert.deepEqual(
      [error?.name, error?.code, error?.field],
      ["ConfigError", "instance_conflict", `HostAuthProvider.${name}`],
    );
  }
});

test("O5 resetInstances ends polls under way, and makes the next one anew; what is stored stays", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  const { credentials } = await signInHost(page);
  await page.evaluate(() => {
    host.watch(() => host.provider.signIn({ mode: "device", onPrompt: host.onPrompt }));
  });
  await promptIn(page);
  const { value } = await inPage(page, async ({ HostAuthProvider }) => {
    const before = host.provider;
    HostAuthProvider.resetInstances();
    host.provider = HostAuthProvider.for(host.base);
    return [host.provider === before, (await host.provider.currentCredentials()).accessToken];
  });
  assert.deepEqual(value, [false, credentials.accessToken]);
  assert.equal((await outcome(page, 2)).error.code, "aborted");
  assert.deepEqual(
    app.forms().filter((form) => "device-code" in form),
    [],
  );
});

test("O8 O18 what the device flow got, every flow of the host has, and a plain `new` of the same host", async (world) => {
  const { page } = world;
  const app = await openHost(world);
  await page.evaluate(() => {
    host.watch(() => host.provider.signIn({ mode: "device", onPrompt: host.onPrompt }));
  });
  app.device.approve((await promptIn(page)).userCode);
  const { credentials } = await outcome(page);
  const { value } = await inPage(page, async ({ HostAuthProvider, createAuth }) => {
    const own = new HostAuthProvider({ host: host.base });
    createAuth({ providers: { [own.name]: own } });
    return [await host.provider.currentCredentials(), await own.currentCredentials()].map(
      (one) => one?.accessToken,
    );
  });
  assert.deepEqual(value, [credentials.accessToken, credentials.accessToken]);
});

test("O21 of several redirect URIs the one of this page; none of this origin: no_matching_redirect_uri, and all are named", async (world) => {
  const { page, url } = world;
  await openHost(world, { isBare: true });
  const made = (uris) =>
    inPage(
      page,
      ({ HostAuthProvider }, redirectUris) =>
        new HostAuthProvider({ host: "data.example", redirectUris }).appCredentials.redirectUri,
      uris,
    );
  assert.equal((await made(["https://app.example/", `${url}/callback`, `${url}/`])).value, `${url}/`);
  assert.equal((await made(["https://app.example/", `${url}/callback`])).value, `${url}/callback`);
  const strangers = ["https://app.example/callback", "http://127.0.0.1:1/"];
  for (const uris of [strangers, [...strangers, "not a URL"], []]) {
    const { error } = await made(uris);
    assert.deepEqual([error?.name, error?.code], ["ConfigError", "no_matching_redirect_uri"]);
    for (const uri of uris) assert.ok(error.message.includes(uri), error.message);
  }
});

test("O6 routes, dialect and options are checked: unknown ones are named, and rfc wants a client id", async (world) => {
  const { page } = world;
  await openHost(world, { isBare: true });
  const failed = async (given) => {
    const { error } = await inPage(
      page,
      ({ HostAuthProvider }, options) => void new HostAuthProvider(options),
      given,
    );
    return [error?.name, error?.code];
  };
  assert.deepEqual(await failed({ host: "data.example", tokenUrl: "/t" }), ["ConfigError", "unknown_option"]);
  assert.deepEqual(await failed({ host: "data.example", dialect: "klingon", clientId: "page" }), [
    "ConfigError",
    "invalid_option",
  ]);
  assert.deepEqual(await failed({ host: "data.example", dialect: "rfc" }), ["ConfigError", "missing_option"]);
  const { value } = await inPage(page, ({ HostAuthProvider }) => {
    const routes = { loginRoute: "/in", tokenRoute: "/t", deviceRoute: "/d", userinfoRoute: "/me" };
    const { appCredentials: app } = new HostAuthProvider({ host: "data.example/p", ...routes });
    return [app.authorizationUrl, app.tokenUrl, app.deviceUrl, app.userInfoUrl];
  });
  assert.deepEqual(
    value,
    ["in", "t", "d", "me"].map((route) => `https://data.example/p/${route}`),
  );
});

test("O4 a plain `new` that no manager has: a ConfigError from every method that needs one", async (world) => {
  const { page } = world;
  await openHost(world, { isBare: true });
  for (const method of ["getStrategy", "logout", "signIn"]) {
    const { error } = await inPage(
      page,
      ({ HostAuthProvider }, name) => new HostAuthProvider({ host: "data.example" })[name](),
      method,
    );
    assert.deepEqual([error?.name, error?.code], ["ConfigError", "unknown_provider"], method);
  }
});
