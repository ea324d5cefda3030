// Owns: the list of test suites: which commands each one runs, what it needs, and how its tests are counted.
// Must not: run them.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { countCommand, countLibtest, countNodeTests } from "./counts.mjs";
import { root } from "./tools.mjs";

const check = (command, ...args) => ({ command, args, count: countCommand });

function listTests(folder) {
  try {
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".test.js"));
    if (names.length > 0) return names.sort().map((name) => join(folder, name));
  } catch {
    // No such folder: the same as no tests.
  }
  // Without a file node --test would search the whole project; with this one it fails and says what is missing.
  return [join(folder, "*.test.js")];
}

function nodeTests(...folders) {
  // One file at a time: browsers share a display, its focus, and the machine. The time limit only ends a test that hangs.
  const args = [
    "--test",
    "--test-reporter=spec",
    "--test-concurrency=1",
    "--test-timeout=600000",
    ...folders.flatMap(listTests),
  ];
  return { command: process.execPath, args, count: countNodeTests };
}

function browserTests(...flags) {
  return {
    command: "wasm-pack",
    args: ["test", "--mode", "no-install", "--headless", ...flags, "--", "--test", "browser"],
    count: countLibtest,
    env: {
      // The limits only end what hangs; a busy machine starts a browser slowly.
      WASM_BINDGEN_TEST_TIMEOUT: "120",
      WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "60",
      // The runner prefers these to the browser asked for. An undefined variable is not passed on.
      ...Object.fromEntries(
        ["GECKODRIVER", "SAFARIDRIVER", "CHROMEDRIVER", "MSEDGEDRIVER"].flatMap((name) => [
          [name, undefined],
          [`${name}_REMOTE`, undefined],
        ]),
      ),
    },
  };
}

/** WebKitGTK's browser has no headless mode: a screen that nobody sees, and a slow one. */
function onScreen({ command, args, env, ...rest }) {
  const patient = env && { env: { ...env, WASM_BINDGEN_TEST_TIMEOUT: "300" } };
  return { command: "xvfb-run", args: ["-a", command, ...args], ...rest, ...patient };
}

/** In running order. `needs` names the browsers of `findBrowsers`; `built` suites use dist/. */
export const suites = [
  { name: "build", steps: () => [check(process.execPath, "www/build.mjs")] },
  {
    name: "lint",
    built: true,
    steps: () => [
      check("cargo", "fmt", "--check"),
      check("cargo", "clippy", "--all-targets", "--", "-D", "warnings"),
      check(
        ...["cargo", "clippy", "--target", "wasm32-unknown-unknown", "--all-targets"],
        ...["--", "-D", "warnings"],
      ),
      check("biome", "check"),
      check("tsc", "-p", "tests/types"),
    ],
  },
  {
    name: "native",
    steps: () => [{ command: "cargo", args: ["test", "--no-fail-fast"], count: countLibtest }],
  },
  { name: "size", built: true, steps: () => [check(process.execPath, "scripts/size.mjs")] },
  {
    name: "proxy",
    steps: () => [
      nodeTests("proxy/tests", "proxy/tests/abuse", "proxy/tests/platforms"),
      check(process.execPath, "bench/proxy/main.mjs", "--quick"),
    ],
  },
  {
    name: "support",
    steps: () => [
      nodeTests(
        ...["github", "oauth", "oidc-app", "session-app"].map((name) => `tests/support/${name}/tests`),
        "scripts/tests",
      ),
    ],
  },
  {
    name: "chrome",
    needs: ["chromium", "chromedriver"],
    steps: ({ chromedriver }) => [browserTests("--chrome", "--chromedriver", chromedriver)],
  },
  {
    name: "firefox",
    needs: ["firefox"],
    steps: ({ firefox }) => {
      const tests = browserTests("--firefox", "--geckodriver", join(root, "scripts/lib/geckodriver.mjs"));
      return [{ ...tests, env: { ...tests.env, FIREFOX: firefox } }];
    },
  },
  {
    name: "webkit",
    needs: ["webkit"],
    steps: ({ webkit }) => [onScreen(browserTests("--safari", "--safaridriver", webkit))],
  },
  { name: "modules", needs: ["chromium"], steps: () => [nodeTests("tests/modules")] },
  {
    name: "package",
    built: true,
    needs: ["chromium"],
    steps: () => [nodeTests("tests/package"), check(process.execPath, "bench/sdk/main.mjs", "--quick")],
  },
  { name: "consumers", built: true, needs: ["chromium"], steps: () => [nodeTests("tests/consumers")] },
  { name: "docs", built: true, needs: ["chromium"], steps: () => [nodeTests("tests/docs")] },
  { name: "e2e", built: true, needs: ["chromium"], steps: () => [nodeTests("tests/e2e")] },
  { name: "firefox-e2e", built: true, needs: ["firefox"], steps: () => [nodeTests("tests/firefox")] },
  {
    name: "webkit-e2e",
    built: true,
    needs: ["webkit"],
    steps: () => [onScreen(nodeTests("tests/webkit"))],
  },
];
