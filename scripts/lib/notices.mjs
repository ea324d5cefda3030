// Owns: THIRD-PARTY-NOTICES.txt as text: whose work is inside the wasm and the scripts, and under which licence.
// Must not: write a file, or guess: a crate that cannot be taken under the MIT licence stops it.
//
// It names every crate that is compiled for the wasm, also those of which the linker keeps nothing: which ones it keeps
// changes with every build, and a notice too many does no harm.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { probe, root } from "./tools.mjs";

/** Packages that esbuild puts into dist/; they say their licence in their first lines. */
export const INLINED = { "qrcode-generator": "dist/qrcode.mjs" };
/** What the standard library brings along for wasm32. Its lock file has their versions. */
const STANDARD = ["cfg-if", "dlmalloc", "hashbrown", "rustc-demangle"];

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const flat = (text) => text.replace(/[“”]/g, '"').replace(/\s+/g, " ").trim();
const bySpelling = (a, b) => (a < b ? -1 : 1);

/** Crates that are compiled into the wasm, as cargo's metadata has them: neither macros nor what builds or tests need. */
export function wasmCrates() {
  const args = ["metadata", "--offline", "--locked", "--format-version", "1"];
  const output = probe("cargo", [...args, "--filter-platform", "wasm32-unknown-unknown"]);
  if (output === null) throw new Error("cargo metadata failed: npm run setup fetches the crates");
  const { packages, resolve } = JSON.parse(output);
  const crates = new Map(packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const isMacro = ({ targets }) => targets.some(({ kind }) => kind.includes("proc-macro"));
  const found = new Set([resolve.root]);
  for (const id of found) {
    for (const { pkg, dep_kinds } of nodes.get(id).deps) {
      if (dep_kinds.some(({ kind }) => kind === null) && !isMacro(crates.get(pkg))) found.add(pkg);
    }
  }
  found.delete(resolve.root);
  return [...found].map((id) => crates.get(id));
}

function standardLibrary(registry) {
  const library = join(
    probe("rustc", ["--print", "sysroot"]).trim(),
    "lib",
    "rustlib",
    "src",
    "rust",
    "library",
  );
  const lock = readFileSync(join(library, "Cargo.lock"), "utf8");
  const versions = STANDARD.map((name) => [
    name,
    new RegExp(`name = "${name}"\nversion = "([^"]+)"`).exec(lock)[1],
  ]);
  return [
    {
      title: `The Rust standard library, compiler-builtins and libm (https://github.com/rust-lang/rust)`,
      holders: [
        "Copyright (c) The Rust Project Contributors",
        ...holdersIn(join(library, "compiler-builtins")),
      ],
    },
    ...versions.map(([name, version]) => ({
      title: `${name} ${version}, in the standard library (https://crates.io/crates/${name})`,
      holders: holdersIn(join(registry, `${name}-${version}`)),
    })),
  ];
}

/** Who has the copyright by the MIT licence of that folder; it has to be the one whose words are above. */
function holdersIn(folder) {
  const names = readdirSync(folder).filter((name) => /^licen[cs]e/i.test(name));
  const file =
    names.find((name) => /mit/i.test(name)) ?? names.find((name) => !/apache|bsd|unicode/i.test(name));
  const text = file ? readFileSync(join(folder, file), "utf8") : "";
  const [core] = flat(MIT).split(" THE SOFTWARE IS PROVIDED");
  if (!flat(text).includes(core)) throw new Error(`${folder} has no MIT licence: decide how to name it`);
  const end = text.search(/Permission\s+is\s+hereby\s+granted/);
  return (
    text
      .slice(0, end)
      .match(/^[ \t]*Copyright\b.*\S/gim)
      ?.map(flat) ?? []
  );
}

function noticeOfCrate({ name, version, repository, authors, manifest_path }) {
  const holders = holdersIn(dirname(manifest_path));
  const title = `${name} ${version} (${repository ?? `https://crates.io/crates/${name}`})`;
  const people = authors.map((author) => author.replace(/ <.*>/, "")).join(", ");
  return { title, holders: holders.length > 0 ? holders : [`By ${people || `the authors of ${name}`}`] };
}

function noticeOfPackage(name) {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (license !== "MIT") throw new Error(`${name} is under ${license}: decide how to name it`);
  const [holder] = /Copyright .*\S/.exec(readFileSync(join(folder, INLINED[name]), "utf8"));
  return { title: `${name} ${version} (https://www.npmjs.com/package/${name})`, holders: [holder] };
}

/** The licences that apply besides another one. */
function additional(crates) {
  return crates
    .filter(({ license }) => / AND /.test(license))
    .map(({ name, license, manifest_path }) => {
      if (!license.endsWith(" AND Unicode-3.0"))
        throw new Error(`${name} is under ${license}: decide how to name it`);
      const text = readFileSync(join(dirname(manifest_path), "LICENSE-UNICODE"), "utf8").trim();
      return `${name} is also under the Unicode License v3:\n\n${text}`;
    });
}

export function thirdPartyNotices() {
  const crates = wasmCrates();
  const [{ manifest_path }] = crates;
  const registry = dirname(dirname(manifest_path));
  const notices = [
    ...crates.map(noticeOfCrate).sort((a, b) => bySpelling(a.title, b.title)),
    ...standardLibrary(registry),
    ...Object.keys(INLINED).map(noticeOfPackage),
  ];
  const list = notices.map(({ title, holders }) => [title, ...holders.map((line) => `  ${line}`)].join("\n"));
  return [
    "Third-party notices of Portcullis",
    "Written by `npm run notices`. Portcullis itself is under the licences in LICENSE.",
    "What follows is compiled into portcullis.wasm, which is also inside index.js and portcullis.global.js, or is part of\nthe scripts beside it. All of it is used under the MIT License, whose words are at the end of the list.",
    ...list,
    `The MIT License\n\n${MIT}`,
    ...additional(crates),
  ]
    .join("\n\n")
    .concat("\n");
}
