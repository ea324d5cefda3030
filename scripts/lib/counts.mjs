// Owns: how many tests a command ran, read from its exit code and its output.
// Must not: run anything, or ever read a crash or an empty run as success.
import { stripVTControlCharacters } from "node:util";

const clean = (output) => stripVTControlCharacters(output).replaceAll("\r", "");

/** A run that failed without naming a test, or that held no test at all, is one failure. */
function settle({ passed, failed, skipped }, code) {
  const silentFailure = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: silentFailure ? 1 : failed, skipped };
}

/** A command that is itself the check. */
export function countCommand({ code }) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** cargo test and wasm-bindgen-test: one "test result:" line for each test binary. */
export function countLibtest({ code, output }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const result of clean(output).matchAll(
    /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/gm,
  )) {
    counts.passed += Number(result[1]);
    counts.failed += Number(result[2]);
    counts.skipped += Number(result[3]);
  }
  return settle(counts, code);
}

/** node --test: the summary of its spec or TAP reporter. */
export function countNodeTests({ code, output }) {
  const text = clean(output);
  const summary = (key) => Number(text.match(new RegExp(`^(?:ℹ|#) ${key} (\\d+)$`, "m"))?.[1] ?? 0);
  // Node reports a file that registers no test as one passed test of the file's name.
  const empty = text.match(/^(?:✔|ok \d+ -) \S+\.test\.js(?: \([\d.]+ms\))?$/gm)?.length ?? 0;
  return settle(
    {
      passed: summary("pass") - empty,
      failed: summary("fail") + summary("cancelled") + empty,
      skipped: summary("skipped") + summary("todo"),
    },
    code,
  );
}
