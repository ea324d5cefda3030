// Wrong options: a ConfigError that names the field, before anything is sent or stored.
// Owns: createAuth, authorize and signIn with options a developer might give. Right options are proved elsewhere.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { openLab } from "./support/lab.js";
import { portcullisKeys } from "./support/storage.js";

const test = endToEnd();
const OWN_FILES = ["/", "/app.js", "/config.js", "/portcullis/index.js"];

/**
 * Each row: [what is called, with which options, the code, the field]. All rows of a test share one page, and at its
 * end the page must have asked for nothing but its own files.
 */
async function refuses(world, rows) {
  const { page, url, github, requests } = world;
  await openLab(world);
  for (const [call, given, code, field] of rows) {
    const { error } = await page.evaluate(
      ([name, options]) =>
        lab.outcome(async () => {
          if (name === "createAuth") {
            const { createAuth } = await import("/portcullis/index.js");
            return String(createAuth(options));
          }
          if (name === "github") return String(await lab.auth(options));
          if (name === "others") return String(await lab.auth({}, options));
          const { github } = await lab.auth();
          if (name === "refresh") return String(await github.oauth2.refresh(options));
          return name === "signIn" ? github.signIn(options) : String(github.oauth2.authorize(options));
        }),
      [call, given],
    );
    const what = `${call} ${JSON.stringify(given)}`;
    assert.ok(error, `${what} was accepted`);
    assert.deepEqual([error.name, error.code, error.field], ["ConfigError", code, field], what);
    assert.ok(error.isError && error.message.startsWith(`${field} `), error.message);
    assert.equal(error.retryable, false);
  }
  assert.equal(page.url(), `${url}/`);
  assert.deepEqual(await portcullisKeys(page), []);
  assert.deepEqual(github.log, []);
  const scripts = requests.filter((request) =>
    ["document", "script", "fetch", "xhr"].includes(request.resourceType()),
  );
  const foreign = scripts.map((request) => new URL(request.url())).filter(({ origin }) => origin !== url);
  assert.deepEqual(foreign, []);
  const paths = scripts.map((request) => new URL(request.url()).pathname);
  assert.deepEqual(
    [...new Set(paths)].filter((path) => !OWN_FILES.includes(path)),
    [],
  );
}

test("missing options are named", (world) =>
  refuses(world, [
    ["createAuth", undefined, "missing_option", "github"],
    ["createAuth", {}, "missing_option", "github"],
    ["createAuth", { github: {} }, "missing_option", "github.clientId"],
    ["github", { clientId: null }, "missing_option", "github.clientId"],
    ["github", { redirectUri: null }, "missing_option", "github.redirectUri"],
    ["github", { proxyUrl: null }, "missing_option", "github.proxyUrl"],
  ]));

test("GitHub's own token endpoint, also when it is named, needs a proxy", (world) => {
  const tokenUrl = "https://github.com/login/oauth/access_token";
  const githubs = { proxyUrl: null, authorizationUrl: null };
  return refuses(world, [
    ["github", githubs, "missing_option", "github.proxyUrl"],
    ["github", { ...githubs, tokenUrl }, "missing_option", "github.proxyUrl"],
  ]);
});

test("a client secret in the page has its own error (C-13)", (world) =>
  refuses(world, [
    ["github", { clientSecret: "s3cret" }, "client_secret_in_browser", "github.clientSecret"],
    ["github", { client_secret: "s3cret" }, "client_secret_in_browser", "github.client_secret"],
  ]));

test("unknown options are refused, not ignored (C-22)", (world) =>
  refuses(world, [
    ["github", { clientID: "x" }, "unknown_option", "github.clientID"],
    [
      "github",
      { tokenURL: "https://github.com/login/oauth/access_token" },
      "unknown_option",
      "github.tokenURL",
    ],
    ["authorize", { responseType: "token" }, "unknown_option", "authorize.responseType"],
    ["signIn", { username: "a", password: "b" }, "unknown_option", "signIn.username"],
  ]));

test("an option at the top is named as it is written, without a prefix", (world) =>
  refuses(world, [
    ["others", { allowInsecureOrigins: true }, "unknown_option", "allowInsecureOrigins"],
    ["others", { allowInsecureOrigin: "yes" }, "invalid_option", "allowInsecureOrigin"],
    ["createAuth", { github: "Ov23li" }, "invalid_option", "github"],
  ]));

test("wrong types are named", (world) =>
  refuses(world, [
    ["github", { clientId: 7 }, "invalid_option", "github.clientId"],
    ["github", { clientId: "  " }, "invalid_option", "github.clientId"],
    ["github", { scope: 7 }, "invalid_option", "github.scope"],
    ["github", { scope: ["read:user repo"] }, "invalid_option", "github.scope"],
    ["github", { scope: ['a"b'] }, "invalid_option", "github.scope"],
    ["authorize", { scope: {} }, "invalid_option", "authorize.scope"],
    ["authorize", { extraParams: "a=b" }, "invalid_option", "authorize.extraParams"],
    ["authorize", { extraParams: { a: 1 } }, "invalid_option", "authorize.extraParams"],
    ["authorize", { returnTo: 7 }, "invalid_option", "authorize.returnTo"],
    ["signIn", "now", "invalid_option", "signIn"],
  ]));

test("a refresh token given by hand is a string that is not empty; else nothing is sent", (world) =>
  refuses(world, [
    ["refresh", { refreshToken: 7 }, "invalid_option", "refresh.refreshToken"],
    ["refresh", { refreshToken: "" }, "invalid_option", "refresh.refreshToken"],
    ["refresh", { refreshToken: {} }, "invalid_option", "refresh.refreshToken"],
  ]));

test("redirect URIs: absolute, no fragment, no user info, https or loopback (C-03, C-33)", (world) =>
  refuses(
    world,
    [
      ["/callback", "invalid_option"],
      ["callback", "invalid_option"],
      ["//app.example/callback", "invalid_option"],
      ["https://", "invalid_option"],
      ["javascript:alert(1)", "insecure_url"],
      ["data:text/html,x", "insecure_url"],
      ["blob:https://app.example/1", "insecure_url"],
      ["https://user:pw@app.example/callback", "insecure_url"],
      ["https://user@app.example/callback", "insecure_url"],
      ["https://app.example/callback#here", "insecure_url"],
      ["https://app.example/callback#", "insecure_url"],
      ["http://app.example/callback", "insecure_url"],
      ["http://127.0.0.1.app.example/callback", "insecure_url"],
      ["http://localhost.app.example/callback", "insecure_url"],
      ["http://0.0.0.0/callback", "insecure_url"],
      ["myapp://callback", "insecure_url"],
      ["https://app.example/callback?code=1", "invalid_option"],
      ["https://app.example/callback?a=b&st%61te=1", "invalid_option"],
    ].flatMap(([redirectUri, code]) => [
      ["github", { redirectUri }, code, "github.redirectUri"],
      ["authorize", { redirectUri }, code, "authorize.redirectUri"],
    ]),
  ));

test("every endpoint is https or loopback (C-23)", (world) =>
  refuses(world, [
    ["github", { proxyUrl: "http://proxy.example" }, "insecure_url", "github.proxyUrl"],
    ["github", { proxyUrl: "https://proxy.example/#x" }, "insecure_url", "github.proxyUrl"],
    ["github", { proxyUrl: "https://u:p@proxy.example" }, "insecure_url", "github.proxyUrl"],
    ["github", { proxyUrl: "https://proxy.example/?a=b" }, "invalid_option", "github.proxyUrl"],
    [
      "github",
      { authorizationUrl: "http://github.example/login/oauth/authorize" },
      "insecure_url",
      "github.authorizationUrl",
    ],
    ["github", { authorizationUrl: "javascript:alert(1)" }, "insecure_url", "github.authorizationUrl"],
    ["github", { authorizationUrl: "https://github.example/#x" }, "insecure_url", "github.authorizationUrl"],
    ["github", { authorizationUrl: "/login/oauth/authorize" }, "invalid_option", "github.authorizationUrl"],
    ["github", { apiUrl: "http://api.github.example" }, "insecure_url", "github.apiUrl"],
    ["github", { apiUrl: "api.github.com" }, "invalid_option", "github.apiUrl"],
    ["github", { proxyUrl: null, tokenUrl: "http://tokens.example" }, "insecure_url", "github.tokenUrl"],
    ["github", { proxyUrl: null, tokenUrl: "/token" }, "invalid_option", "github.tokenUrl"],
  ]));

test("extraParams cannot name what the flow sets, in any case (C-02, C-30)", (world) => {
  const names = ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge"];
  const more = ["code_challenge_method", "client_secret", "response_mode", "nonce", "request", "request_uri"];
  const spellings = [...names, ...more].flatMap((name) => [name, name.toUpperCase()]);
  return refuses(
    world,
    [...spellings, "sTaTe"].flatMap((name) => [
      [
        "authorize",
        { extraParams: { good: "1", [name]: "x" } },
        "reserved_parameter",
        `authorize.extraParams.${name}`,
      ],
      ["signIn", { extraParams: { [name]: "x" } }, "reserved_parameter", `signIn.extraParams.${name}`],
    ]),
  );
});

test("a state that could be guessed is refused", (world) =>
  refuses(
    world,
    ["1", "x".repeat(21), "x".repeat(513), "a guessable state with spaces", "ü".repeat(30)].map((state) => [
      "authorize",
      { state },
      "weak_state",
      "authorize.state",
    ]),
  ));

test("options that are no plain data are refused, not dropped", async (world) => {
  const { page } = world;
  await openLab(world);
  const outcomes = await page.evaluate(async () => {
    const { oauth2 } = (await lab.auth()).github;
    const circular = {};
    circular.self = circular;
    let deep = {};
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    const given = [circular, deep, () => {}, Symbol("x"), 10n].map((appState) => ({ appState }));
    return Promise.all(given.map((options) => lab.outcome(() => oauth2.authorize(options))));
  });
  for (const { error } of outcomes) {
    assert.deepEqual(
      [error?.name, error?.code, error?.field],
      ["ConfigError", "invalid_option", "authorize"],
    );
  }
  assert.deepEqual(await portcullisKeys(page), []);
});
