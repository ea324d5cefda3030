// The handler runs unchanged wherever there is fetch: its files import only each other, and use only names
// that the WinterTC minimum common API has. Must not load the handler: it reads its text.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

async function importGraph(url, seen = new Map()) {
  if (seen.has(url.href)) return seen;
  const text = await readFile(url, "utf8");
  seen.set(url.href, text);
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
    assert.match(specifier, /^\.\.?\/(?:[a-z-]+\/)*[a-z-]+\.js$/, `${url.pathname} imports ${specifier}`);
    await importGraph(new URL(specifier, url), seen);
  }
  return seen;
}

test("the handler has no dependency and names no platform API", async () => {
  const graph = await importGraph(new URL("../index.js", import.meta.url));
  assert.ok(graph.size > 10);
  for (const [url, text] of graph) {
    const code = text.replaceAll(/^\s*\/\/.*$/gm, "");
    assert.doesNotMatch(code, /\b(?:process|Buffer|require|Deno|Bun|__dirname|navigator|window)\b/, url);
  }
});
