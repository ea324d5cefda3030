// `--check`, `--help` and what the command makes of other words: what an operator reads before there is a server.
// Must not start a server.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { KEY, OTHER_KEY } from "./support/cookies.js";
import { SECRET } from "./support/proxy.js";

const CLI = fileURLToPath(new URL("../cli.js", import.meta.url));
const GOOD = {
  GITHUB_CLIENT_ID: "Ov23liPortcullis",
  GITHUB_CLIENT_SECRET: SECRET,
  GITHUB_REDIRECT_URI: "https://app.example/callback",
};
const SECRETS = [SECRET, "a-secret-of-gitlab", KEY.slice(3), OTHER_KEY.slice(3)];

/** What the command says and how it ends; no credential is ever in it. */
function run(environment, ...words) {
  const options = { env: environment, encoding: "utf8", timeout: 30_000 };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...words], options);
  for (const secret of SECRETS) assert.ok(!stdout.includes(secret) && !stderr.includes(secret));
  return { status, lines: stdout.split("\n").slice(0, -1), stderr };
}

test("--check says what the least configuration allows", () => {
  const { status, lines, stderr } = run(GOOD, "--check");
  assert.deepEqual([status, stderr], [0, ""]);
  assert.deepEqual(lines, [
    "app github (github), client ID Ov23liPortcullis",
    "  POST /token -> https://github.com/login/oauth/access_token",
    "  POST /revoke -> https://api.github.com/applications/Ov23liPortcullis/token",
    "  POST /revoke/grant -> https://api.github.com/applications/Ov23liPortcullis/grant",
    "  client authentication: client_secret_post",
    "  refresh tokens: pass (the page gets refresh tokens and keeps them)",
    "  origins: https://app.example",
    "  redirect URI: https://app.example/callback",
    "health: GET /healthz",
    "limits: 60 requests in 60 s for each address, 1200 requests in 60 s for each origin",
    "trusted reverse proxies: none",
  ]);
});

test("P-22 --check says all that a full configuration allows, and warns of plain http", () => {
  const environment = {
    ...GOOD,
    GITHUB_HOST: "octocorp.ghe.com",
    GITHUB_REDIRECT_URI: "https://app.example/callback,http://localhost:5173/cb",
    GITHUB_ALLOW_INSECURE_ORIGINS: "true",
    GITHUB_REFRESH_TOKEN: "sealed-cookie",
    GITLAB_PROVIDER: "oauth2",
    GITLAB_CLIENT_ID: "gitlab-client",
    GITLAB_CLIENT_SECRET: "a-secret-of-gitlab",
    GITLAB_TOKEN_ENDPOINT_AUTH_METHOD: "client_secret_basic",
    GITLAB_TOKEN_URL: "https://gitlab.example/oauth/token",
    GITLAB_REVOCATION_URL: "https://gitlab.example/oauth/revoke",
    GITLAB_DEVICE_URL: "https://gitlab.example/oauth/authorize_device",
    GITLAB_REDIRECT_URI: "https://app.example/gitlab",
    GITLAB_DEVICE_FLOW: "true",
    GITLAB_ALLOWED_ORIGINS: "https://app.example,https://two.example",
    GITLAB_REFRESH_TOKEN: "drop",
    PUBLIC_ONE_PROVIDER: "oauth2",
    PUBLIC_ONE_CLIENT_ID: "public-client",
    PUBLIC_ONE_TOKEN_ENDPOINT_AUTH_METHOD: "none",
    PUBLIC_ONE_TOKEN_URL: "https://id.example/token",
    PUBLIC_ONE_REDIRECT_URI: "https://app.example/id",
    PUBLIC_ONE_REFRESH_TOKEN: "sealed-cookie",
    PORTCULLIS_COOKIE_KEYS: `${KEY},${OTHER_KEY}`,
    PORTCULLIS_APPS: "github,gitlab,public-one",
    PORTCULLIS_BASE_PATH: "/auth",
    PORTCULLIS_ADDRESS_LIMIT: "10",
    PORTCULLIS_ORIGIN_LIMIT: "0",
    PORTCULLIS_TRUSTED_PROXIES: "10.0.0.0/8,::1",
  };
  const { status, lines, stderr } = run(environment, "--check");
  assert.deepEqual([status, stderr], [0, ""]);
  const sealed =
    "  refresh tokens: sealed-cookie (refresh tokens stay in sealed HttpOnly cookies; the page never sees one)";
  assert.deepEqual(lines, [
    "app github (github), client ID Ov23liPortcullis",
    "  POST /auth/github/token -> https://octocorp.ghe.com/login/oauth/access_token",
    "  POST /auth/github/revoke -> https://api.octocorp.ghe.com/applications/Ov23liPortcullis/token",
    "  POST /auth/github/revoke/grant -> https://api.octocorp.ghe.com/applications/Ov23liPortcullis/grant",
    "  client authentication: client_secret_post",
    sealed,
    "  cookie keys: k1, k2 (the first one seals)",
    "  origins: https://app.example, http://localhost:5173",
    "  redirect URI: https://app.example/callback",
    "  redirect URI: http://localhost:5173/cb",
    "app gitlab (oauth2), client ID gitlab-client",
    "  POST /auth/gitlab/token -> https://gitlab.example/oauth/token",
    "  POST /auth/gitlab/device/code -> https://gitlab.example/oauth/authorize_device",
    "  POST /auth/gitlab/revoke -> https://gitlab.example/oauth/revoke",
    "  client authentication: client_secret_basic",
    "  refresh tokens: drop (nobody gets refresh tokens; a sign-in lasts as long as its access token)",
    "  origins: https://app.example, https://two.example",
    "  redirect URI: https://app.example/gitlab",
    "app public-one (oauth2), client ID public-client",
    "  POST /auth/public-one/token -> https://id.example/token",
    "  POST /auth/public-one/revoke -> (ends cookies only)",
    "  client authentication: none",
    sealed,
    "  cookie keys: k1, k2 (the first one seals)",
    "  origins: https://app.example",
    "  redirect URI: https://app.example/id",
    "health: GET /auth/healthz",
    "limits: 10 requests in 60 s for each address, none for each origin",
    "WARNING: github allows plain http for http://localhost:5173. That is for development only.",
    "trusted reverse proxies: 10.0.0.0/8, ::1",
  ]);
});

for (const [name, value] of [
  ["GITHUB_CLIENT_SECRET", ""],
  ["GITHUB_HOST", "https://ghe.example"],
  ["GITHUB_REDIRECT_URI", "http://app.example/cb"],
  ["PORTCULLIS_COOKIE_KEYS", KEY],
  ["PORTCULLIS_ADDRESS_LIMIT", "many"],
  ["PORTCULLIS_TRUSTED_PROXIES", "10.0.0.0/33"],
  ["PORTCULLIS_TRUSTED_PROXY", "10.0.0.1"],
  ["PORT", "http"],
]) {
  test(`--check ends with 1 and one sentence for a wrong ${name} (${value.slice(0, 2)}…)`, () => {
    const { status, lines, stderr } = run({ ...GOOD, [name]: value }, "--check");
    assert.deepEqual([status, lines], [1, []]);
    assert.match(stderr, new RegExp(`^The token proxy cannot start\\. ${name} [^\\n]+\\n$`));
  });
}

test("--help says how to use it, without a configuration", () => {
  const { status, lines, stderr } = run({}, "--help");
  assert.deepEqual([status, stderr], [0, ""]);
  const text = lines.join("\n");
  for (const word of [
    "--check",
    "GITHUB_CLIENT_ID",
    "GITHUB_CLIENT_SECRET",
    "GITHUB_REDIRECT_URI",
    "README",
  ]) {
    assert.ok(text.includes(word), word);
  }
});

for (const word of ["--chekc", "-x", "serve", "--check=yes"]) {
  test(`a word that it does not know (${word}) starts nothing and points to --help`, () => {
    const { status, lines, stderr } = run({ ...GOOD, PORT: "0" }, word);
    assert.deepEqual([status, lines], [1, []]);
    assert.match(stderr, /^The token proxy cannot start\. [^\n]+ See --help\.\n$/);
  });
}
