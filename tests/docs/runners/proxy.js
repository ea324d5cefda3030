// Runs proxy/README.md, docs/proxy.md and docs/refresh-tokens.md: the proxy as a package of its own, mounted, and with
// sealed cookies. Owns: what must have happened after each block. Must not: repeat proxy/tests/platforms, which runs the
// examples that docs/proxy.md shows.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTokenProxy, optionsFromEnv } from "../../../proxy/index.js";
import { PROXY, pack, run, start, temporaryFolder } from "../../../proxy/tests/platforms/support/project.js";
import { CODE_FORM, ORIGIN, post, SECRET } from "../../../proxy/tests/support/proxy.js";
import { open } from "../support/app.js";
import { bundle } from "../support/bundle.js";
import { block } from "../support/markdown.js";

const TOKEN = {
  access_token: "gho_made_up",
  token_type: "bearer",
  expires_in: 28800,
  refresh_token: "ghr_made_up",
};
/** Whoever reads it has their own. */
const fillIn = (text) => text.replaceAll("Ov23li…", CODE_FORM.client_id).replaceAll("…", SECRET);
const importText = (code) => import(`data:text/javascript,${encodeURIComponent(code)}`);

let consumer;
/** A project that has done what proxy/README.md says first. */
function installed() {
  if (consumer) return consumer;
  consumer = temporaryFolder();
  const { version } = JSON.parse(readFileSync(join(PROXY, "package.json"), "utf8"));
  assert.equal(block("proxy-install"), `npm install ./portcullis-proxy-${version}.tgz\n`);
  writeFileSync(join(consumer, "package.json"), '{ "private": true }');
  pack(consumer);
  const [command, ...args] = block("proxy-install").trim().split(" ");
  run(command, [...args, "--offline", "--no-audit", "--no-fund"], { cwd: consumer });
  return consumer;
}

const inShell = (name) => run("sh", ["-e", "-c", fillIn(block(name))], { cwd: installed(), env: {} });

function isExample(name, path) {
  const [, example] = readFileSync(join(PROXY, "examples", path), "utf8").split(/^(?:\/\/.*\n)+\n/);
  assert.equal(block(name).replaceAll('"portcullis/proxy', '"portcullis-proxy'), example);
}

async function handlerOf(t) {
  const environment = { ...process.env };
  t.after(() => {
    process.env = environment;
  });
  process.env.GITHUB_CLIENT_SECRET = SECRET;
  // From the project, the package has its other name.
  const code = fillIn(block("proxy-handler")).replace('"portcullis-proxy"', '"portcullis/proxy"');
  return (await importText(await bundle(code))).default.fetch;
}

function makeKey() {
  const { stdout } = spawnSync("sh", ["-e", "-c", block("cookie-key")], { encoding: "utf8" });
  return stdout.trim();
}

export const proxyOutside = {
  "proxy-install": () => installed(),

  async "proxy-start"({ t }) {
    const [check, serve] = fillIn(block("proxy-start")).split(/(?<=--check\n)/);
    const cwd = installed();
    assert.match(
      run("sh", ["-e", "-c", check], { cwd, env: {} }),
      /^ {2}redirect URI: https:\/\/app\.example\//m,
    );
    const variables = check.replace(/npx.*\n/, "");
    const { url } = await start(t, "sh", ["-e", "-c", variables + serve], { cwd, env: { PORT: "0" } });
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
  },

  async "proxy-page"({ t }) {
    const handler = await handlerOf(t);
    t.mock.method(console, "log", () => {});
    t.mock.method(globalThis, "fetch", async (url, init) => {
      if (!String(url).startsWith("https://auth.example/")) return Response.json(TOKEN);
      return handler(new Request(url, { ...init, headers: { origin: ORIGIN } }));
    });
    const page = `const location = { search: "?code=${CODE_FORM.code}" };
      const sessionStorage = { getItem: () => "${CODE_FORM.code_verifier}" };
      ${fillIn(block("proxy-page"))}
      export { access_token, expires_in, refresh_token };`;
    const { token_type: _, ...seen } = TOKEN;
    assert.deepEqual({ ...(await importText(page)) }, seen);
  },

  async "proxy-handler"({ t }) {
    const handler = await handlerOf(t);
    t.mock.method(globalThis, "fetch", async () => Response.json(TOKEN));
    t.mock.method(console, "log", () => {});
    const answer = await handler(new Request("https://auth.example/token", post(CODE_FORM)));
    assert.deepEqual(await answer.json(), TOKEN);
  },

  async "proxy-log"({ t }) {
    const handler = await handlerOf(t);
    t.mock.method(globalThis, "fetch", async () => Response.json(TOKEN));
    const log = t.mock.method(console, "log", () => {});
    await handler(new Request("https://auth.example/token", post(CODE_FORM)));
    const [documented, real] = [block("proxy-log"), log.mock.calls[0].arguments[0]].map(JSON.parse);
    const { time, duration } = documented;
    assert.equal(new Date(time).toISOString(), time);
    assert.deepEqual({ ...real, time, duration }, documented);
  },

  "proxy-apps"() {
    const said = inShell("proxy-apps");
    assert.match(said, /^ {2}POST \/github\/token -> https:\/\/github\.com\//m);
    assert.match(said, /^ {2}POST \/gitlab\/token -> https:\/\/gitlab\.com\/oauth\/token$/m);
    assert.deepEqual(
      [...said.matchAll(/refresh tokens: ([\w-]+)/g)].map(([, policy]) => policy),
      ["pass", "drop"],
    );
  },

  "proxy-other"() {
    const said = inShell("proxy-other");
    assert.match(
      said,
      /^app acme \(oauth2\), client ID acme-app\n {2}POST \/acme\/token -> https:\/\/acme\./m,
    );
    assert.match(said, /^ {2}POST \/acme\/revoke -> https:\/\/acme\.example\/oauth\/revoke$/m);
  },

  "mount-hono": () => isExample("mount-hono", "hono.js"),
  "mount-express": () => isExample("mount-express", "express.js"),
  "mount-next": () => isExample("mount-next", "next/app/auth/github/[...route]/route.js"),

  "cookie-key"() {
    const [one, two] = [makeKey(), makeKey()];
    assert.match(one, /^k1:[A-Za-z0-9+/]{43}=$/);
    assert.notEqual(one, two);
  },

  async "sealed-cookie-proxy"({ t }) {
    t.mock.method(globalThis, "fetch", async () => Response.json(TOKEN));
    const lines = fillIn(block("sealed-cookie-proxy").replace(/k1:.*/, makeKey())).trim().split("\n");
    const environment = Object.fromEntries(lines.map((line) => line.split(/=(.*)/)));
    const proxy = createTokenProxy({ ...optionsFromEnv(environment), log() {} });
    const ask = (headers) => proxy(new Request("https://auth.example/token", post(CODE_FORM, headers)));
    assert.equal((await ask()).status, 403);
    const answer = await ask({ "x-requested-with": "portcullis" });
    const { refresh_token, ...body } = await answer.json();
    assert.deepEqual({ ...body, refresh_token: TOKEN.refresh_token }, TOKEN);
    const [, id] = /^cookie\.([\w-]{22})$/.exec(refresh_token);
    const [cookie] = answer.headers.getSetCookie();
    assert.ok(cookie.startsWith(`__Host-portcullis-github-${id}=`) && !cookie.includes(TOKEN.refresh_token));
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Strict"])
      assert.ok(cookie.includes(`; ${attribute}`));
  },
};

export const proxyOnPhone = {
  async "sealed-cookie-page"(world) {
    const { page, site } = world;
    site.github.switches.autoApprove = true;
    world.expect(/400 \(Bad Request\)/);
    await page.route(`${site.url}/auth/github/token`, (route) =>
      route.fulfill({ status: 400, json: { error: "invalid_grant" } }),
    );
    const finish = `await auth.handleRedirect();
      document.querySelector("#sign-in").onclick = () => auth.signIn();`;
    await open(world, `${block("sealed-cookie-page")}\n${finish}`);
    const asked = page.waitForRequest(`${site.url}/auth/github/token`);
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    assert.equal(await (await asked).headerValue("x-requested-with"), "portcullis");
  },
};
