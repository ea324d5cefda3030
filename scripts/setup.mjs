// Owns: everything a fresh clone needs besides Rust (rustup) and Node, installed when missing, in parallel.
// Must not: import anything but node:* (it runs before `npm ci`), or build or start the project itself.
//   node scripts/setup.mjs          for building and testing, browsers too (the same as --test)
//   node scripts/setup.mjs --build  for building and the demo only: installs no browser
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installBrowsers } from "./lib/browsers.mjs";
import { makeSay, stopOnSignal } from "./lib/run.mjs";
import { installRust, installWasmTools } from "./lib/rust.mjs";
import { mustRun, reportFailure, StepError } from "./lib/steps.mjs";
import { root } from "./lib/tools.mjs";

function platformProblem() {
  if (process.platform === "win32") {
    return new StepError("These scripts need a POSIX system", "", "on Windows, run them inside WSL.");
  }
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return null;
  const help = "install a current Node from https://nodejs.org.";
  return new StepError(`Node ${process.versions.node} is too old: 20.19 is the oldest that works`, "", help);
}

async function installNpmPackages(say) {
  const stamp = join(root, "node_modules", ".portcullis-stamp");
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  await mustRun({
    say,
    title: "npm packages (npm ci)",
    duration: "half a minute",
    command: "npm",
    args: ["ci", "--no-audit", "--no-fund"],
    help: "check the network and run this again; `npm install` mends a package-lock.json that is out of step.",
  });
  writeFileSync(stamp, lock);
}

/** Does what is missing. False when something could not be had; it has then said what and how to go on. */
export async function setUp({ browsers }) {
  const say = makeSay("setup");
  const problem = platformProblem();
  if (problem) {
    reportFailure(say, problem);
    return false;
  }
  // All of them end before a failure is reported: an installer killed half-way leaves a mess, and one run names every problem.
  const results = await Promise.allSettled([
    installNpmPackages(say),
    installRust(say).then(() => installWasmTools(say)),
    browsers ? installBrowsers(say) : null,
  ]);
  const failures = results.filter(({ status }) => status === "rejected");
  for (const { reason } of failures) reportFailure(say, reason);
  if (failures.length === 0) say("Set-up is complete.");
  return failures.length === 0;
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  stopOnSignal(() => {}, 130);
  process.exitCode = (await setUp({ browsers: !process.argv.includes("--build") })) ? 0 : 1;
}
