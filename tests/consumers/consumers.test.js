// The packed package in other people's projects: each is built with no configuration for it, and somebody signs in there.
// Owns: which consumers there are, and that docs/bundlers.md says what they weigh.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { block } from "../docs/support/markdown.js";
import { run } from "../package/support/consumer.js";
import { build, ESBUILD, NEXT, ROLLUP, VITE, WEBPACK } from "./support/builds.js";
import { startConsumers } from "./support/consumer.js";
import { titleOf } from "./support/project.js";
import { serveBy, serveFolder } from "./support/servers.js";
import { checkTable } from "./support/table.js";

const { world, rows, projectOf, consumer } = await startConsumers();
const { origin } = world;

/** A consumer of files that a command makes; `also` is what its documents ask for besides. */
function bundled(title, source, command, also) {
  const serve = () => {
    const folder = projectOf(title, source);
    const made = build(command, folder);
    if (also) run("sh", ["-e", "-c", also], { cwd: folder });
    return serveFolder(made, origin);
  };
  consumer(title, serve, { command });
}

const inDevelopment = (title, source) =>
  consumer(title, () => serveBy("vite --strictPort", "--host", projectOf(title, source), origin));

const [vite, webpack, esbuild, rollup] = ["Vite", "webpack", "esbuild", "Rollup"].map((name) =>
  titleOf(name),
);
const [react, next] = [titleOf("React"), titleOf("Next.js", "next")];

bundled(vite, "app", VITE);
inDevelopment(`${vite}, the server for development`, "app");
bundled(webpack, "app", WEBPACK);
bundled(esbuild, "app", ESBUILD);
bundled(rollup, "app", ROLLUP);

bundled(`${react}, ${vite}`, "react", VITE);
inDevelopment(`${react} in StrictMode: effects that run twice are one sign-in`, "react");

const startNext = async () => {
  const folder = projectOf(next, "next");
  build(NEXT, folder);
  const stop = await serveBy("next start", "--hostname", folder, origin);
  const page = await fetch(origin).then((response) => response.text());
  assert.match(page, /<h1>Rendered by the server<\/h1>.*<output>One moment<\/output>/);
  return stop;
};
consumer(next, startNext, { command: NEXT });

const COPY = "cp node_modules/portcullis/dist/portcullis.global.js .";
const serveScriptTag = () => {
  const folder = projectOf("script tag", "script-tag");
  run("sh", ["-e", "-c", COPY], { cwd: folder });
  const script = readFileSync(join(folder, "portcullis.global.js"));
  const integrity = `sha384-${createHash("sha384").update(script).digest("base64")}`;
  const stated = readFileSync(join(folder, "node_modules/portcullis/dist/sri.json"), "utf8");
  assert.deepEqual(JSON.parse(stated), { "portcullis.global.js": integrity });
  const page = join(folder, "index.html");
  writeFileSync(page, readFileSync(page, "utf8").replace("sha384-…", integrity));
  return serveFolder(folder, origin);
};
consumer("script tag", serveScriptTag, { command: COPY });

bundled(`slim, ${vite}`, "slim", VITE);
inDevelopment(`slim, ${vite}, the server for development`, "slim");
bundled(`slim, ${webpack}`, "slim", WEBPACK);
bundled(`slim, ${esbuild}`, "slim", ESBUILD, block("slim-copy"));
bundled(`slim, ${rollup}`, "slim", ROLLUP, block("slim-copy"));

bundled(`Web Worker, ${vite}`, "worker", VITE);

test("docs/bundlers.md has these consumers, and their bytes are those of this run", () => checkTable(rows));
