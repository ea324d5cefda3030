// Environment variables: each one reaches its option, for one app or for all, and a mistake is said in their words.
// Must not start a process; cli.test.js and check.test.js do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { explainConfig } from "../config/environment.js";
import { createTokenProxy, optionsFromEnv } from "../index.js";
import { explain, serverOptionsFromEnv } from "../node/environment.js";
import { KEY, OTHER_KEY } from "./support/cookies.js";
import { SECRET, without } from "./support/proxy.js";

const GOOD = {
  GITHUB_CLIENT_ID: "Ov23liPortcullis",
  GITHUB_CLIENT_SECRET: SECRET,
  GITHUB_REDIRECT_URI: "https://app.example/callback",
};
const GITLAB = {
  GITLAB_PROVIDER: "oauth2",
  GITLAB_CLIENT_ID: "gitlab-client",
  GITLAB_CLIENT_SECRET: "a-secret-of-gitlab",
  GITLAB_REDIRECT_URI: "https://app.example/gitlab",
  GITLAB_TOKEN_URL: "https://gitlab.example/oauth/token",
};
const BOTH = { ...GOOD, ...GITLAB, PORTCULLIS_APPS: "github,gitlab" };

/** The sentence for what is wrong with an environment; `undefined` when a proxy can be made of it. */
function sentence(environment) {
  try {
    createTokenProxy(optionsFromEnv(environment));
  } catch (error) {
    return explainConfig(error, environment) ?? assert.fail(String(error));
  }
  return undefined;
}

test("every variable of an app reaches its option", () => {
  const options = optionsFromEnv({
    GITHUB_PROVIDER: "oauth2",
    GITHUB_HOST: "octocorp.ghe.com",
    GITHUB_CLIENT_ID: "id",
    GITHUB_CLIENT_SECRET: "secret",
    GITHUB_TOKEN_ENDPOINT_AUTH_METHOD: "client_secret_basic",
    GITHUB_TOKEN_URL: "https://a.example/t",
    GITHUB_API_URL: "https://a.example/api",
    GITHUB_REVOCATION_URL: "https://a.example/r",
    GITHUB_DEVICE_URL: "https://a.example/d",
    GITHUB_REDIRECT_URI: " https://app.example/a , https://app.example/b,, ",
    PORTCULLIS_ALLOWED_ORIGINS: "https://app.example,https://b.example",
    PORTCULLIS_ALLOW_INSECURE_ORIGINS: "true",
    PORTCULLIS_DEVICE_FLOW: "false",
    PORTCULLIS_REFRESH_TOKEN: "sealed-cookie",
    PORTCULLIS_COOKIE_KEYS: `${KEY}, ${OTHER_KEY}`,
    PORTCULLIS_BASE_PATH: "/auth",
  });
  assert.deepEqual(options, {
    provider: "oauth2",
    host: "octocorp.ghe.com",
    clientId: "id",
    clientSecret: "secret",
    tokenEndpointAuthMethod: "client_secret_basic",
    tokenUrl: "https://a.example/t",
    apiUrl: "https://a.example/api",
    revocationUrl: "https://a.example/r",
    deviceUrl: "https://a.example/d",
    redirectUris: ["https://app.example/a", "https://app.example/b"],
    allowedOrigins: ["https://app.example", "https://b.example"],
    allowInsecureOrigins: true,
    deviceFlow: false,
    refreshToken: "sealed-cookie",
    cookieKeys: [KEY, OTHER_KEY],
    basePath: "/auth",
    limits: {},
  });
});

test("an empty variable is as good as none", () => {
  const names = ["HOST", "TOKEN_URL", "API_URL", "DEVICE_URL", "PROVIDER", "REVOCATION_URL", "REFRESH_TOKEN"];
  const policies = ["DEVICE_FLOW", "REFRESH_TOKEN", "COOKIE_KEYS", "ALLOWED_ORIGINS", "BASE_PATH", "APPS"];
  const limits = ["ADDRESS_LIMIT", "ORIGIN_LIMIT", "TRUSTED_PROXIES", "ALLOW_INSECURE_ORIGINS"];
  const empty = [
    ...names.map((name) => `GITHUB_${name}`),
    ...[...policies, ...limits].map((name) => `PORTCULLIS_${name}`),
  ];
  const environment = { ...GOOD, ...Object.fromEntries(empty.map((name) => [name, ""])) };
  assert.deepEqual(optionsFromEnv(environment), optionsFromEnv(GOOD));
});

test("PORTCULLIS_X speaks for every app, NAME_X for one and louder", () => {
  const { apps } = optionsFromEnv({
    ...BOTH,
    PORTCULLIS_REFRESH_TOKEN: "drop",
    GITLAB_REFRESH_TOKEN: "pass",
    PORTCULLIS_DEVICE_FLOW: "true",
    GITLAB_DEVICE_FLOW: "false",
    PORTCULLIS_ALLOWED_ORIGINS: "https://app.example",
    GITHUB_ALLOWED_ORIGINS: "https://app.example,https://two.example",
  });
  const { github, gitlab } = apps;
  assert.deepEqual([github.refreshToken, gitlab.refreshToken], ["drop", "pass"]);
  assert.deepEqual([github.deviceFlow, gitlab.deviceFlow], [true, false]);
  assert.deepEqual(github.allowedOrigins, ["https://app.example", "https://two.example"]);
  assert.deepEqual(gitlab.allowedOrigins, ["https://app.example"]);
});

test("what is an app's own is never shared: no app has the secret or the client of another", () => {
  const { apps } = optionsFromEnv(BOTH);
  assert.deepEqual(Object.keys(apps), ["github", "gitlab"]);
  assert.deepEqual([apps.gitlab.clientId, apps.gitlab.clientSecret], ["gitlab-client", "a-secret-of-gitlab"]);
  const bare = without(BOTH, "GITLAB_CLIENT_SECRET");
  assert.match(sentence(bare), /^GITLAB_CLIENT_SECRET is missing\. /);
});

test("a hyphen in a name is an underscore in its variables", () => {
  const environment = { PORTCULLIS_APPS: "octo-corp", OCTO_CORP_CLIENT_ID: "id-of-octo" };
  assert.equal(optionsFromEnv(environment).apps["octo-corp"].clientId, "id-of-octo");
  assert.match(sentence(environment), /^OCTO_CORP_CLIENT_SECRET is missing\. /);
});

test("keys for all apps are for those that seal; a single app does not have them in vain", () => {
  const shared = { ...BOTH, PORTCULLIS_COOKIE_KEYS: KEY, GITHUB_REFRESH_TOKEN: "sealed-cookie" };
  assert.equal(sentence(shared), undefined);
  assert.equal(optionsFromEnv(shared).apps.gitlab.cookieKeys, undefined);
  assert.match(sentence({ ...shared, GITLAB_COOKIE_KEYS: KEY }), /^GITLAB_COOKIE_KEYS is not used\. /);
  assert.match(sentence({ ...GOOD, PORTCULLIS_COOKIE_KEYS: KEY }), /^PORTCULLIS_COOKIE_KEYS is not used\. /);
  const missing = { ...BOTH, PORTCULLIS_REFRESH_TOKEN: "sealed-cookie" };
  assert.match(sentence(missing), /^PORTCULLIS_COOKIE_KEYS is missing\. /);
});

test("of a variable for all apps and one for a single app, the one that was set is named", () => {
  const bogus = (name) => sentence({ ...BOTH, [name]: "bogus" });
  for (const name of ["PORTCULLIS_REFRESH_TOKEN", "GITHUB_REFRESH_TOKEN", "GITLAB_REFRESH_TOKEN"]) {
    assert.match(bogus(name), new RegExp(`^${name} is not one of its values\\. `));
  }
});

test("limits are requests in a minute, and 0 is none", async () => {
  const { limits } = optionsFromEnv({ ...GOOD, PORTCULLIS_ADDRESS_LIMIT: "2", PORTCULLIS_ORIGIN_LIMIT: "0" });
  assert.equal(limits.origin, null);
  const verdicts = [];
  for (let count = 0; count < 3; count += 1)
    verdicts.push((await limits.address.limit({ key: "a" })).success);
  assert.deepEqual(verdicts, [true, true, false]);
  assert.deepEqual(optionsFromEnv(GOOD).limits, {}, "the defaults are those of the options");
  for (const name of ["PORTCULLIS_ADDRESS_LIMIT", "PORTCULLIS_ORIGIN_LIMIT"]) {
    for (const value of ["-1", "1.5", "none", "60/min", "1e3", " 60", "9999999999", "0x10"]) {
      assert.match(sentence({ ...GOOD, [name]: value }), new RegExp(`^${name} is not a number\\. `));
    }
  }
});

test("a binding that is a number or a boolean means what it says", () => {
  const { limits, deviceFlow } = optionsFromEnv({
    ...GOOD,
    PORTCULLIS_ADDRESS_LIMIT: 0,
    PORTCULLIS_DEVICE_FLOW: true,
    GITHUB_DEVICE_FLOW: false,
  });
  assert.deepEqual([limits.address, deviceFlow], [null, false]);
});

test("a PORTCULLIS_ name that the proxy does not know is refused, with the list of those it knows", () => {
  for (const name of [
    "PORTCULLIS_REFRESH_TOKENS",
    "PORTCULLIS_CLIENT_SECRET",
    "PORTCULLIS_",
    "PORTCULLIS_apps",
  ]) {
    const text = sentence({ ...GOOD, [name]: SECRET });
    assert.ok(text.startsWith(`${name} is not a variable of the proxy. It knows `), text);
    assert.ok(!text.includes(SECRET));
    for (const known of [
      ...["ALLOWED_ORIGINS", "ALLOW_INSECURE_ORIGINS", "DEVICE_FLOW", "REFRESH_TOKEN", "COOKIE_KEYS", "APPS"],
      ...["BASE_PATH", "ADDRESS_LIMIT", "ORIGIN_LIMIT", "TRUSTED_PROXIES"],
    ]) {
      assert.match(text, new RegExp(`\\bPORTCULLIS_${known}\\b`));
    }
  }
  assert.match(
    sentence({ ...GOOD, PORTCULLIS_DEVICEFLOW: true }),
    /^PORTCULLIS_DEVICEFLOW is not a variable/,
  );
  assert.equal(sentence({ ...GOOD, PATH: "/bin", portcullis_x: "1", GITHUB_TOKEN: "x" }), undefined);
});

test("P-14 a mistake names its variable, and shows no credential", () => {
  const key = KEY.slice(3);
  const sealed = { PORTCULLIS_REFRESH_TOKEN: "sealed-cookie" };
  for (const [change, variable] of [
    [{ GITHUB_CLIENT_ID: "" }, "GITHUB_CLIENT_ID"],
    [{ GITHUB_CLIENT_SECRET: "hunter2" }, "GITHUB_CLIENT_SECRET"],
    [{ GITHUB_HOST: "https://ghe.example" }, "GITHUB_HOST"],
    [{ GITHUB_PROVIDER: "gitlab" }, "GITHUB_PROVIDER"],
    [{ GITHUB_PROVIDER: "oauth2" }, "GITHUB_TOKEN_URL"],
    [{ GITHUB_TOKEN_ENDPOINT_AUTH_METHOD: "none" }, "GITHUB_TOKEN_ENDPOINT_AUTH_METHOD"],
    [{ GITHUB_REVOCATION_URL: "https://a.example" }, "GITHUB_REVOCATION_URL"],
    [{ GITHUB_REDIRECT_URI: "http://app.example/cb" }, "GITHUB_REDIRECT_URI"],
    [{ GITHUB_REDIRECT_URI: "," }, "GITHUB_REDIRECT_URI"],
    [{ PORTCULLIS_ALLOWED_ORIGINS: "https://b.example" }, "PORTCULLIS_ALLOWED_ORIGINS"],
    [{ PORTCULLIS_ALLOW_INSECURE_ORIGINS: "yes" }, "PORTCULLIS_ALLOW_INSECURE_ORIGINS"],
    [{ PORTCULLIS_REFRESH_TOKEN: "cookie" }, "PORTCULLIS_REFRESH_TOKEN"],
    [{ ...sealed, PORTCULLIS_COOKIE_KEYS: key }, "PORTCULLIS_COOKIE_KEYS"],
    [{ PORTCULLIS_BASE_PATH: "auth" }, "PORTCULLIS_BASE_PATH"],
    [{ PORTCULLIS_APPS: "," }, "PORTCULLIS_APPS"],
    [{ PORTCULLIS_APPS: "github,GitLab" }, "PORTCULLIS_APPS"],
    [{ PORTCULLIS_APPS: "git.lab" }, "PORTCULLIS_APPS"],
    [{ PORTCULLIS_APPS: "healthz" }, "PORTCULLIS_APPS"],
    [{ PORTCULLIS_APPS: "github,github" }, "PORTCULLIS_APPS"],
    [{ PORTCULLIS_APPS: "github,x" }, "X_CLIENT_ID"],
    [{ PORTCULLIS_APPS: "x", X_CLIENT_ID: "id-of-x" }, "X_CLIENT_SECRET"],
  ]) {
    const text = sentence({ ...GOOD, ...change });
    assert.match(text ?? "", new RegExp(`^${variable} .+\\. .+\\.$`), JSON.stringify(change));
    for (const secret of [SECRET, "hunter2", key]) assert.ok(!text.includes(secret));
  }
});

test("what to do about a mistake is said in variables, too", () => {
  const http = {
    GITHUB_REDIRECT_URI: "http://localhost:5173/cb",
    GITLAB_REDIRECT_URI: "http://localhost:5173/cb",
  };
  assert.match(sentence({ ...GOOD, ...http }), / or set PORTCULLIS_ALLOW_INSECURE_ORIGINS to true/);
  const apps = { ...BOTH, GITLAB_REDIRECT_URI: "http://localhost:5173/cb" };
  assert.match(sentence(apps), /^GITLAB_REDIRECT_URI .* or set GITLAB_ALLOW_INSECURE_ORIGINS to true/);
  assert.match(sentence({ ...BOTH, GITLAB_API_URL: "https://a.example" }), / set GITLAB_REVOCATION_URL\.$/);
  const unused = sentence({ ...GOOD, PORTCULLIS_COOKIE_KEYS: KEY });
  assert.match(unused, / Set PORTCULLIS_REFRESH_TOKEN to "sealed-cookie", or leave it out\.$/);
  assert.match(sentence({ PORTCULLIS_APPS: "GitLab" }), / List names like github,gitlab\.$/);
});

test("the server's variables: where to listen, whom to believe", () => {
  assert.deepEqual(serverOptionsFromEnv({}), { port: 8787, host: "127.0.0.1", trustedProxies: [] });
  assert.deepEqual(
    serverOptionsFromEnv({ PORT: "0", HOST: "::", PORTCULLIS_TRUSTED_PROXIES: "10.0.0.0/8, ::1 ,," }),
    { port: 0, host: "::", trustedProxies: ["10.0.0.0/8", "::1"] },
  );
  for (const PORT of ["http", "-1", "65536", "8787.5", "1e3", " 80"]) {
    assert.throws(
      () => serverOptionsFromEnv({ PORT }),
      (error) => /^PORT is not a port number\./.test(explain(error, {})),
    );
  }
});

test("an error that is no wrong configuration is not explained away", () => {
  const error = new TypeError("x");
  assert.equal(explainConfig(error, {}), undefined);
  assert.throws(() => explain(error, {}), error);
});
