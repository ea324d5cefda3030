// scripts/lib/release.mjs: that each check before a release passes on a good project, and fails on one that is not.
// Owns: the project here, which is made up. Must not: judge the real one; `npm run release:check` does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS, runChecks } from "../lib/release.mjs";

const PUBLISHED = {
  version: "1.2.3",
  publishConfig: { access: "public", provenance: true },
  repository: { type: "git", url: "git+https://git.example/app.git" },
};
const FILES = ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-NOTICES.txt", "dist/index.js"];

/** A project that is ready, with other files or answers where a test wants them; a file that is `null` is not there. */
function project({ files = {}, ...answers } = {}) {
  const manifest = JSON.stringify(PUBLISHED);
  const all = {
    "package.json": manifest,
    "proxy/package.json": manifest,
    "package-lock.json": manifest,
    "Cargo.toml": '[package]\nname = "portcullis"\nversion = "1.2.3"\n',
    "Cargo.lock": '[[package]]\nname = "portcullis"\nversion = "1.2.3"\n',
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-12-01\n",
    "README.md": '[licence](LICENSE-MIT)\n\n```html\n<script src="/lost.js"></script>\n```\n',
    "THIRD-PARTY-NOTICES.txt": "theirs",
    "LICENSE-MIT": "ours",
    "etc/files.txt": `${FILES.join("\n")}\n`,
    "etc/index.api.md": "types",
    "dist/sri.json": '{ "index.js": "sha384-good" }',
    ...files,
  };
  return {
    read: (path) => all[path],
    has: (path) => all[path] != null,
    packed: () => FILES,
    notices: () => "theirs",
    reports: () => ({ "index.api.md": "types" }),
    size: () => null,
    hash: () => "sha384-good",
    ...answers,
  };
}

const edited = (changes) => JSON.stringify({ ...PUBLISHED, ...changes });

/** For each check: what breaks it, and what it must say. */
const BROKEN = {
  version: [
    [{ files: { "proxy/package.json": edited({ version: "1.2.2" }) } }, /proxy\/package\.json has 1\.2\.2/],
    [{ files: { "Cargo.toml": '[package]\nversion = "1.0.0"\n' } }, /Cargo\.toml has 1\.0\.0/],
    [{ files: { "Cargo.lock": "" } }, /Cargo\.lock has undefined/],
  ],
  changelog: [
    [{ files: { "CHANGELOG.md": "## [Unreleased]\n\nWhat will be 1.2.3.\n" } }, /nothing for 1\.2\.3 yet/],
  ],
  files: [
    [{ packed: () => [...FILES, "dist/new.js"] }, /\+dist\/new\.js/],
    [{ packed: () => FILES.slice(1) }, /-LICENSE/],
    [
      { packed: () => ["tests/a.js"], files: { "etc/files.txt": "tests/a.js\n" } },
      /The package has tests\/a\.js/,
    ],
    [
      { packed: () => ["dist/a.js.map"], files: { "etc/files.txt": "dist/a.js.map\n" } },
      /has dist\/a\.js\.map/,
    ],
  ],
  licences: [
    [{ packed: () => FILES.slice(1) }, /Not packed: LICENSE\./],
    [{ notices: () => "more" }, /npm run notices/],
  ],
  api: [
    [{ reports: () => ({ "index.api.md": "other types" }) }, /index\.api\.md/],
    [{ files: { "etc/index.api.md": null } }, /npm run api/],
  ],
  size: [[{ size: () => "index.js is 5 bytes over" }, /5 bytes over/]],
  integrity: [
    [{ files: { "dist/sri.json": null } }, /npm run build/],
    [{ files: { "dist/sri.json": "{}" } }, /empty/],
    [{ hash: () => "sha384-other" }, /index\.js is not what/],
  ],
  publishing: [
    [{ files: { "package.json": edited({ publishConfig: { access: "public" } }) } }, /^package\.json/],
    [{ files: { "proxy/package.json": edited({ private: true }) } }, /^proxy\/package\.json/],
  ],
  repository: [
    [{ files: { "package.json": edited({ repository: undefined }) } }, /repository is missing: not done yet/],
    [{ files: { "package.json": edited({ repository: { url: "git.example/app" } }) } }, /git\+https/],
  ],
  links: [[{ files: { "README.md": "[a](docs/lost.md#part)" } }, /docs\/lost\.md#part/]],
};

test("a project that is ready passes every check, each with a few words", () => {
  for (const { name, isRight, words } of runChecks(project())) {
    assert.ok(isRight, `${name}: ${words}`);
    assert.match(words, /\S/);
  }
});

test("every check is broken here at least once", () => {
  assert.deepEqual(Object.keys(BROKEN), Object.keys(CHECKS));
});

for (const [name, cases] of Object.entries(BROKEN)) {
  test(`${name} says what is wrong`, () => {
    for (const [change, pattern] of cases) {
      const [{ isRight, words }] = runChecks(project(change), { [name]: CHECKS[name] });
      assert.ok(!isRight, words);
      assert.match(words, pattern);
    }
  });
}
