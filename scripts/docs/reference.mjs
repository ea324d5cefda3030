// Owns: the API reference: one page for each file of declarations that the package ships, as Markdown.
// Must not: describe anything by itself; all words are those of the declarations.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import ts from "typescript";
import { root } from "../lib/tools.mjs";
import { commentOf, declarationsOf, introOf } from "./declarations.mjs";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const entries = Object.entries(manifest.exports)
  .filter(([, target]) => target.types)
  .map(([entry, target]) => ({ specifier: join(manifest.name, entry), path: target.types }));

const parse = (path) =>
  ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest, true);

/** The files that a file passes on whole. */
const passedOn = (source) =>
  source.statements
    .filter((one) => ts.isExportDeclaration(one) && one.moduleSpecifier && !one.exportClause)
    .map(({ moduleSpecifier }) =>
      join(dirname(source.fileName), moduleSpecifier.text).replace(/\.js$/, ".d.ts"),
    );

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const slugOf = (specifier) => specifier.replaceAll("/", "-");

/** `{page, title, source}` of every file, each once. */
function files() {
  const found = new Map();
  for (const { specifier, path } of entries) {
    const source = parse(path);
    found.set(join(path), { page: slugOf(specifier), title: `\`${specifier}\``, source });
    for (const inner of passedOn(source)) {
      if (found.has(inner)) continue;
      const name = basename(inner, ".d.ts");
      found.set(inner, { page: name, title: capital(name.replaceAll("-", " ")), source: parse(inner) });
    }
  }
  return [...found.values()];
}

/** An error code leads to what to do about it. */
const errorPages = () =>
  readdirSync(join(root, "docs/errors"))
    .map((name) => name.slice(0, -".md".length))
    .map((code) => [`"${code}"`, `/errors/${code}.html`]);

/** From a page's path on the site to its text. */
export function referencePages() {
  const all = files().map((file) => ({ ...file, declared: declarationsOf(file.source) }));
  const places = new Map(errorPages());
  for (const { page, declared } of all)
    for (const { name } of declared)
      if (!places.has(name)) places.set(name, `/reference/${page}.html#${name}`);
  const out = new Map();
  const listed = [];
  for (const { page, title, source, declared } of all) {
    const intro = commentOf(introOf(source), places);
    const sections = declared.map(({ name, write }) => `## ${name} {#${name}}\n\n${write(places)}`);
    out.set(`reference/${page}.md`, [`# ${title}`, intro, ...sections].join("\n\n"));
    const names = declared.map(({ name }) => `[${name}](${places.get(name)})`).join(" · ");
    listed.push(`## [${title}](/reference/${page})\n\n${intro}\n\n${names}`);
  }
  const words =
    "Every name that the package exports, made from its type declarations. What is not here is not part of the API.";
  out.set("reference/index.md", [`# API`, words, ...listed].join("\n\n"));
  return out;
}
