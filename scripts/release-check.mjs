// Owns: `npm run release:check`: one line for each thing that has to be true before a version is published, with what to do
// about it. Must not: publish, build or change anything.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apiReports } from "./lib/api.mjs";
import { thirdPartyNotices } from "./lib/notices.mjs";
import { listPackedFiles } from "./lib/packed.mjs";
import { runChecks } from "./lib/release.mjs";
import { root } from "./lib/tools.mjs";

const bytes = (path) => readFileSync(join(root, path));

const results = runChecks({
  read: (path) => bytes(path).toString(),
  has: (path) => existsSync(join(root, path)),
  packed: listPackedFiles,
  notices: thirdPartyNotices,
  reports: apiReports,
  hash: (path) => `sha384-${createHash("sha384").update(bytes(path)).digest("base64")}`,
  size() {
    const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/size.mjs")], {
      encoding: "utf8",
    });
    return status === 0 ? null : stderr.replaceAll("FAILED: ", "").trim().replaceAll("\n", "; ");
  },
});

for (const { name, isRight, words } of results)
  console.log(`${isRight ? "ok    " : "FAILED"}  ${name.padEnd(10)}  ${words}`);
const failed = results.filter(({ isRight }) => !isRight).length;
console.log(
  failed === 0 ? "Ready to be published." : `Not ready: ${failed} of ${results.length} checks failed.`,
);
process.exitCode = failed === 0 ? 0 : 1;
