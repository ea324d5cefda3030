// The error classes in an app that has been bundled and minified: `instanceof`, names and members stay.
// Owns: what minifiers could break. Must not: prove when which error comes; tests/e2e does.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { install } from "./support/consumer.js";

const { folder } = install();
const app = `import { AuthError, ConfigError, createAuth, OAuthError } from "portcullis";
  import { AuthError as SlimAuthError, createAuth as createSlim } from "portcullis/slim";

  const github = { clientId: "Ov23liConsumer", redirectUri: "https://app.example/cb" };
  const caught = async (call) => { try { await call(); } catch (error) { return error; } };
  export const seen = async (proxyUrl) => {
    const auth = createAuth({ github: { ...github, proxyUrl } });
    return {
      classes: { AuthError, ConfigError, OAuthError, SlimAuthError },
      config: await caught(() => createAuth({ github })),
      oauth: await caught(() => auth.github.oauth2.refresh({ refreshToken: "spent" })),
      blocked: await caught(() => auth.session()),
      early: await caught(() => createSlim({ github })),
    };
  };`;
const answer = {
  error: "bad_refresh_token",
  error_description: "Too old.",
  error_uri: "https://docs.example/",
};
const proxy = createServer((_request, response) => {
  response.writeHead(400, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
});
let seen;

before(async () => {
  const outfile = join(folder, "app.mjs");
  const stdin = { contents: app, resolveDir: folder };
  await build({ stdin, outfile, bundle: true, minify: true, format: "esm", logLevel: "silent" });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const bundle = await import(outfile);
  seen = await bundle.seen(`http://127.0.0.1:${proxy.address().port}`);
});
after(() => proxy.close());

const DETAILS = ["name", "code", "field", "status", "retryable", "error", "errorDescription", "errorUri"];
const details = (error) =>
  Object.fromEntries(DETAILS.map((name) => [name, error[name]]).filter(([, v]) => v));

test("each error is an Error, an AuthError, and of its own class only", () => {
  const { classes, config, oauth, blocked } = seen;
  const kinds = (error) => Object.keys(classes).filter((name) => error instanceof classes[name]);
  for (const error of [config, oauth, blocked]) assert.ok(error instanceof Error);
  assert.deepEqual(kinds(config), ["AuthError", "ConfigError"]);
  assert.deepEqual(kinds(oauth), ["AuthError", "OAuthError"]);
  assert.deepEqual(kinds(blocked), ["AuthError"]);
  // Each entry has its own classes: an app uses one of them.
  assert.deepEqual(kinds(seen.early), ["SlimAuthError"]);
});

test("names, codes and members are as documented", () => {
  assert.deepEqual(details(seen.config), {
    name: "ConfigError",
    code: "missing_option",
    field: "github.proxyUrl",
  });
  assert.deepEqual(details(seen.oauth), {
    name: "OAuthError",
    code: "refresh_rejected",
    status: 400,
    error: answer.error,
    errorDescription: answer.error_description,
    errorUri: answer.error_uri,
  });
  assert.deepEqual(details(seen.blocked), { name: "AuthError", code: "storage_unavailable" });
  assert.deepEqual(details(seen.early), { name: "AuthError", code: "not_initialized" });
});

test("what a log shows begins with the name and the sentence", () => {
  for (const error of [seen.config, seen.oauth, seen.blocked, seen.early]) {
    assert.equal(String(error), `${error.name}: ${error.message}`);
    assert.match(error.message, /^\S.*\S\.?$/);
    assert.ok(error.stack.includes(error.message));
  }
});
