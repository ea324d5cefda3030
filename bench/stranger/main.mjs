// `npm run stranger`: the path of somebody who has never seen the package, timed: from `npm create vite` to signed in, with the
// commands and the code of README.md and nothing else. GitHub is the stand-in, at GitHub's own addresses.
// Must not: know a step that README.md does not name. Needs dist/ and an npm registry.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { authorize, launch, openGithub, openPage } from "../../tests/docs/support/browser.js";
import { block, root } from "../../tests/docs/support/markdown.js";
import { connectToStandIns } from "../../tests/docs/support/web.js";
import { startGithub } from "../../tests/support/github/index.js";

const CLIENT = { clientId: "Ov23liStranger", clientSecret: "0f4b2d9c8a7e6f5d4c3b2a19080f7e6d5c4b3a29" };
const PAGE = "http://127.0.0.1:5173";
const callbackUrls = [{ url: `${PAGE}/callback`, wildcard: false }];

const folder = mkdtempSync(join(tmpdir(), "stranger-"));
const app = join(folder, "app");
const children = [];
const times = [];

async function step(name, run) {
  const started = performance.now();
  const result = await run();
  times.push([name, (performance.now() - started) / 1000]);
  return result;
}

const npm = (cwd, ...args) => execFileSync("npm", args, { cwd, stdio: ["ignore", "ignore", "inherit"] });

/** Runs until the end; resolves when a line of what it says matches. */
async function serve(command, args, options, isReady) {
  const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) if (isReady.test(line)) return;
  throw new Error(`${command} ${args.join(" ")} has ended`);
}

async function walk() {
  const tarball = await step("npm pack", () => {
    const text = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], { cwd: root });
    return join(folder, JSON.parse(text)[0].filename);
  });
  await step("npm create vite", () =>
    npm(folder, "create", "--yes", "vite@latest", "app", "--", "--template", "vanilla", "--no-interactive"),
  );
  await step("npm install", () => npm(app, "install", "--no-audit", "--no-fund", tarball));
  await step("the code of the quick start", () => {
    const page = join(app, "index.html");
    const button = `<button id="sign-in">Sign in with GitHub</button>`;
    writeFileSync(page, readFileSync(page, "utf8").replace(`<div id="app"></div>`, button));
    const code = block("quick-start").replace("Ov23li…", CLIENT.clientId);
    // How this script sees what the reader sees.
    writeFileSync(join(app, "src", "main.js"), `${code}\nwindow.isSignedIn = () => session !== null;\n`);
  });
  const github = await startGithub({
    apps: [{ ...CLIENT, name: "Portcullis demo", callbackUrls, expiringTokens: true }],
  });
  try {
    await signIn(github);
  } finally {
    await github.close();
  }
}

async function signIn(github) {
  await step("the token proxy", () => {
    const given = Object.fromEntries(
      [...block("proxy").matchAll(/^export (\w+)="?([^"\s]*)"?/gm)].map(([, name, value]) => [name, value]),
    );
    const own = { GITHUB_CLIENT_ID: CLIENT.clientId, GITHUB_CLIENT_SECRET: CLIENT.clientSecret };
    // The one thing that a real reader does not set: where the stand-in is.
    const env = {
      ...process.env,
      ...given,
      ...own,
      GITHUB_TOKEN_URL: `${github.webUrl}/login/oauth/access_token`,
    };
    return serve("npx", ["--no", "portcullis-proxy"], { cwd: app, env }, /^Portcullis token proxy: /);
  });
  await step("npm run dev", () =>
    serve("npm", ["run", "dev", "--", "--host", "127.0.0.1"], { cwd: app }, /ready in/),
  );
  await step("signing in", async () => {
    const browser = await launch();
    try {
      const { page, problems } = await openPage(browser);
      await connectToStandIns(page.context(), { github, proxyUrl: "http://127.0.0.1:8787" });
      await page.goto(PAGE);
      const popup = await openGithub(page);
      await Promise.all([popup.waitForEvent("close"), authorize(popup)]);
      await page.waitForFunction(() => window.isSignedIn());
      if (problems.length > 0) throw new Error(problems.join("\n"));
    } finally {
      await browser.close();
    }
  });
}

try {
  await walk();
  const total = times.reduce((sum, [, seconds]) => sum + seconds, 0);
  for (const [name, seconds] of [...times, ["signed in, after", total]]) {
    console.log(`${name.padEnd(28)} ${seconds.toFixed(1).padStart(6)} s`);
  }
} finally {
  for (const child of children) {
    const ended = once(child, "close");
    process.kill(-child.pid, "SIGTERM");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
