// Owns: `npm test`: set-up, every suite in turn even after a failure, and the closing count.
// Must not: know what a suite runs (lib/suites.mjs) or how tests are counted (lib/counts.mjs).
//   node scripts/test.mjs [suite…]   all suites without an argument
import { findBrowsers } from "./lib/browsers.mjs";
import { clock, makeSay, run, stopOnSignal } from "./lib/run.mjs";
import { suites } from "./lib/suites.mjs";
import { setUp } from "./setup.mjs";

const say = makeSay("test");

function select(names) {
  const asked = names.length > 0 ? suites.filter(({ name }) => names.includes(name)) : suites;
  // dist/ has to be there and fresh for what reads it; the build is quick when nothing has changed.
  return suites.filter(
    (suite) => asked.includes(suite) || (suite.name === "build" && asked.some((s) => s.built)),
  );
}

async function runSuite(suite, browsers) {
  const missing = suite.needs?.filter((name) => !browsers[name]) ?? [];
  if (missing.length > 0) {
    say(`SKIPPED: ${suite.name} needs ${missing.join(" and ")}, not found on this machine.`);
    return { name: suite.name, passed: 0, failed: 0, skipped: 1, elapsed: 0 };
  }
  const total = { name: suite.name, passed: 0, failed: 0, skipped: 0, elapsed: 0 };
  for (const { command, args, env, count } of suite.steps(browsers)) {
    const title = `${suite.name}: ${[command === process.execPath ? "node" : command, ...args].join(" ")}`;
    console.log("");
    say(title);
    const result = await run({ say, title: suite.name, command, args, env, live: true });
    const { passed, failed, skipped } = count(result);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    total.elapsed += result.elapsed;
    if (failed > 0) say(`FAILED: ${title} (exit code ${result.code}; ${passed} passed, ${failed} failed)`);
  }
  return total;
}

function summarize(results) {
  const line = (...cells) =>
    console.log(
      cells
        .map((cell, i) => (i ? cell.padStart(8) : cell.padEnd(10)))
        .join(" ")
        .trimEnd(),
    );
  console.log("");
  line("suite", "passed", "failed", "skipped", "time");
  for (const { name, passed, failed, skipped, elapsed } of results) {
    const note = failed > 0 ? "FAILED" : skipped > 0 ? "SKIPPED" : "";
    line(name, String(passed), String(failed), String(skipped), clock(elapsed), note);
  }
  console.log("");
}

/** The last line of every run. */
function conclude(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

async function test(names) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    say(`No suite is called ${unknown.join(", ")}. There are: ${suites.map(({ name }) => name).join(", ")}.`);
    return [{ passed: 0, failed: 1, skipped: 0 }];
  }
  const selected = select(names);
  if (!(await setUp({ browsers: selected.some(({ needs }) => needs) }))) {
    return [{ passed: 0, failed: 1, skipped: 0 }];
  }
  const browsers = findBrowsers();
  const results = [];
  for (const suite of selected) results.push(await runSuite(suite, browsers));
  summarize(results);
  return results;
}

stopOnSignal(() => {}, 130);
conclude(await test(process.argv.slice(2)));
