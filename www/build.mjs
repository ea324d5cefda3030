// Owns: making dist/ from the Rust crate and the files beside this one: wasm-pack, then esbuild, then the declarations.
// Must not: install anything. Does nothing when no input has changed since the last build.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { makeSay, run } from "../scripts/lib/run.mjs";
import { root } from "../scripts/lib/tools.mjs";

const say = makeSay("build");
const dist = join(root, "dist");
const pkg = join(root, "pkg");
const stamp = join(pkg, ".inputs");

function inputs() {
  const hash = createHash("sha256");
  const files = ["src", "www"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("demo"))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const fixed = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "package-lock.json"];
  for (const file of [...files.sort(), ...fixed.map((name) => join(root, name))]) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function isUpToDate(hash) {
  try {
    return readFileSync(stamp, "utf8") === hash;
  } catch {
    return false;
  }
}

async function compile() {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  // No path of the building machine in the wasm: it would leak, and change the file's hash from machine to machine.
  const sources = join(cargoHome, "registry", "src");
  const remap = [...readdirSync(sources).map((name) => join(sources, name)), root.replace(/\/$/, "")];
  const RUSTFLAGS = remap.map((path) => `--remap-path-prefix=${path}=`).join(" ");
  const args = "build --release --target web --no-pack --no-gitignore --no-typescript --out-dir pkg".split(
    " ",
  );
  const result = await run({ say, title: "wasm-pack build", command: "wasm-pack", args, env: { RUSTFLAGS } });
  if (result.code !== 0) {
    console.error(result.output);
    process.exit(1);
  }
}

/** The wasm as a module of text, and one copy of errors.js: Rust's snippet and ours must be the same classes. */
const plugin = {
  name: "portcullis",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /snippets\/.*\/www\/errors\.js$/ }, () => ({ path: join(root, "www", "errors.js") }));
    onResolve({ filter: /^#wasm$/ }, () => ({ path: join(pkg, "portcullis_bg.wasm"), namespace: "wasm" }));
    onLoad({ filter: /.*/, namespace: "wasm" }, ({ path }) => {
      return { contents: readFileSync(path).toString("base64"), loader: "text" };
    });
  },
};

function bundle(entry, outfile, format = {}) {
  const target = ["chrome103", "firefox102", "safari16"];
  const entryPoints = [join(root, "www", entry)];
  const common = {
    bundle: true,
    minify: true,
    format: "esm",
    target,
    logLevel: "warning",
    plugins: [plugin],
  };
  return build({ ...common, ...format, entryPoints, outfile: join(dist, outfile) });
}

const hash = inputs();
if (isUpToDate(hash)) {
  say("dist/ is up to date.");
} else {
  say("compiling the Rust crate to WebAssembly (about a minute the first time).");
  await compile();
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  await bundle("index.js", "index.js");
  await bundle("slim.js", "slim.js");
  await bundle("index.js", "portcullis.global.js", { format: "iife", globalName: "Portcullis" });
  copyFileSync(join(pkg, "portcullis_bg.wasm"), join(dist, "portcullis.wasm"));
  for (const name of ["index.d.ts", "slim.d.ts"]) copyFileSync(join(root, "www", name), join(dist, name));
  writeFileSync(stamp, hash);
  say("dist/ is ready.");
}
