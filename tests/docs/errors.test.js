// docs/errors has one page for each error code, each with the same parts, and what it states is what the code does.
// Owns: the comparison. Must not: judge the words.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./support/markdown.js";

const read = (path) => readFileSync(join(root, path), "utf8");
const types = read("www/types/errors.d.ts");
const codesOf = (union) => {
  const [, members] = new RegExp(`export type ${union} =([\\s\\S]*?);\\n`).exec(types);
  return [...members.matchAll(/\| "(\w+)"/g)].map(([, code]) => code);
};
const setup = codesOf("ConfigErrorCode");
const codes = [...setup, ...codesOf("AuthErrorCode")];
const classes = [...types.matchAll(/export declare class (\w+)/g)].map(([, name]) => name);

/** Those of the protocol layer after which the same call may succeed: Rust's name is the code's, without underscores. */
const [, matched] = /fn is_retryable[\s\S]*?matches!\(self, ([\w |]+)\)/.exec(read("src/oauth/error.rs"));
const retryable = matched.split(" | ").map((name) => name.replace(/(?<=.)([A-Z])/g, "_$1").toLowerCase());

const pages = readdirSync(join(root, "docs/errors")).filter((name) => name !== "index.md");
const HEADINGS = ["Why it happens", "What to do", "What people see"];

test("every code has its page, and every page its code", () => {
  assert.deepEqual(pages.sort(), codes.map((code) => `${code}.md`).sort());
});

test("the index lists every code once, with its link and the first words of its page", () => {
  const rows = [...read("docs/errors/index.md").matchAll(/^\| \[`(\w+)`\]\((\w+)\.md\) \| (.+) \|$/gm)];
  assert.deepEqual(rows.map(([, code]) => code).sort(), [...codes].sort());
  for (const [, code, page, words] of rows) {
    assert.equal(page, code);
    const [, first] = read(`docs/errors/${page}.md`).split("\n\n");
    assert.equal(words, first.replaceAll("\n", " "), code);
  }
});

for (const code of codes) {
  test(`${code}: its page has every part, and the class and chances that the error has`, () => {
    const text = read(`docs/errors/${code}.md`);
    const [title, ...others] = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
    assert.equal(title, code);
    assert.deepEqual(others, HEADINGS);
    const facts = Object.fromEntries(
      [...text.matchAll(/^\| ([A-Z]\w+) \| (.+) \|$/gm)].map(([, ...cells]) => cells),
    );
    assert.deepEqual(Object.keys(facts), ["Class", "Where", "Retryable", "Fields", "Source"]);
    const named = [...facts.Class.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name);
    assert.ok(classes.includes(named[0]), facts.Class);
    assert.equal(named[0] === "ConfigError", setup.includes(code), facts.Class);
    assert.match(facts.Retryable, /^(?:yes|no)\b/);
    if (retryable.includes(code)) assert.match(facts.Retryable, /^yes/);
  });
}
