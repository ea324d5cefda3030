// Owns: making dist/ from the Rust crate and the files beside this one: wasm-pack, then esbuild, then the declarations.
// Must not: install anything. Does nothing when no input has changed since the last build.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";
import { makeSay, run } from "../scripts/lib/run.mjs";
import { probe, root } from "../scripts/lib/tools.mjs";
import { encodeWasm } from "./wasm-text.js";

const say = makeSay("build");
const dist = join(root, "dist");
const pkg = join(root, "pkg");
const wasmFile = join(dist, "portcullis.wasm");
const stamp = join(pkg, ".inputs");

function inputs() {
  const hash = createHash("sha256");
  const files = ["src", "www", "tests/support/github"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.startsWith(join(root, "www", "demo"))),
  );
  const support = ["http.js", "switches.js", "held-answers.js"].map((name) => `tests/support/${name}`);
  const fixed = [...support, "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "package-lock.json"];
  for (const file of [...files.sort(), ...fixed.map((name) => join(root, name))]) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function isUpToDate(hash) {
  try {
    return existsSync(wasmFile) && readFileSync(stamp, "utf8") === hash;
  } catch {
    return false;
  }
}

async function compile() {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  // No path of the building machine in the wasm: it would leak, and change the file's hash from machine to machine.
  const sources = join(cargoHome, "registry", "src");
  const library = join(probe("rustc", ["--print", "sysroot"]).trim(), "lib", "rustlib", "src", "rust");
  const folders = existsSync(sources) ? readdirSync(sources).map((name) => join(sources, name)) : [];
  const remap = [library, ...folders, root.replace(/\/$/, "")].map((path) => `--remap-path-prefix=${path}=`);
  const env = {
    // The standard library built anew, with panics that stop without first wording a message nobody would read: 6 KB
    // less after brotli. Unstable flags, but of the one compiler that rust-toolchain.toml pins.
    RUSTC_BOOTSTRAP: "1",
    CARGO_UNSTABLE_BUILD_STD: "std,panic_abort",
    CARGO_UNSTABLE_BUILD_STD_FEATURES: "optimize_for_size",
    CARGO_ENCODED_RUSTFLAGS: [
      "-Zunstable-options",
      "-Cpanic=immediate-abort",
      "-Zlocation-detail=none",
      "-Zmir-opt-level=3",
      ...remap,
    ].join("\x1f"),
  };
  const args = "build --release --target web --no-pack --no-gitignore --no-typescript --out-dir pkg".split(
    " ",
  );
  const result = await run({ say, title: "wasm-pack build", command: "wasm-pack", args, env });
  if (result.code !== 0) {
    console.error(result.output.slice(-4000));
    process.exit(1);
  }
}

/** What wasm-bindgen brings along for browsers older than ours, and for freeing by hand, which nobody does. */
const unneeded = [
  ["finalization", /\(typeof FinalizationRegistry === 'undefined'\)\s+\? \{.*\}\s+: /],
  ["encodeInto", /if \(!\('encodeInto' in cachedTextEncoder\)\) \{[\s\S]*?\n\}\n/],
  ["free", /__destroy_into_raw\(\) \{[\s\S]*?(?=\/\*\*|constructor)/],
  ["dispose", /if \(Symbol\.dispose\).*\n/],
];

/**
 * Gives imports and exports short names, in the wasm and in its glue: every generated name ends in a hash, which does
 * not compress. Returns the new glue.
 */
async function shortenNames() {
  const strip = ["--strip-producers", "--strip-target-features"];
  const args = [
    join(pkg, "portcullis_bg.wasm"),
    "--minify-imports-and-exports-and-modules",
    ...strip,
    "-o",
    wasmFile,
  ];
  const result = await run({ say, title: "wasm-opt", command: "wasm-opt", args });
  if (result.code !== 0) throw new Error(result.output);
  const { imports, exports } = JSON.parse(result.output);
  let glue = readFileSync(join(pkg, "portcullis.js"), "utf8");
  // wasm-bindgen's import object has one member a module; wasm-opt has moved all imports into one module named "a".
  const snippet = /import \* as (\w+) from "([^"]+)"/g;
  const members = [...glue.matchAll(snippet)].flatMap(([, variable, module]) =>
    imports.filter(([from]) => from === module).map(([, name, short]) => `${short}: ${variable}.${name}`),
  );
  glue = glue.replace(
    /return \{\s+__proto__: null,\s+"[^}]*\};/,
    `return { a: { ...import0, ${members} } };`,
  );
  for (const [, name, short] of imports) glue = glue.replace(new RegExp(`\\b${name}(?=: function)`), short);
  for (const [what, pattern] of unneeded) {
    if (!pattern.test(glue)) throw new Error(`wasm-bindgen's glue has changed: ${what}`);
    glue = glue.replace(pattern, "");
  }
  for (const [name, short] of exports)
    glue = glue.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, "g"), `wasm.${short}`);
  return glue;
}

/** The wasm as a module of text, and one copy of each snippet: Rust's classes and ours must be the same. */
const plugin = (glue) => ({
  name: "portcullis",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /snippets\/.*\/www\/[^/]+$/ }, ({ path }) => ({
      path: join(root, "www", basename(path)),
    }));
    onResolve({ filter: /^#wasm$/ }, () => ({ path: wasmFile, namespace: "wasm" }));
    onLoad({ filter: /pkg\/portcullis\.js$/ }, () => ({ contents: glue, resolveDir: pkg }));
    onLoad({ filter: /.*/, namespace: "wasm" }, ({ path }) => {
      return { contents: encodeWasm(readFileSync(path)), loader: "text" };
    });
  },
});

async function bundle(glue, entry, outfile, format = {}) {
  const entryPoints = [join(root, "www", entry)];
  const common = {
    bundle: true,
    format: "esm",
    legalComments: "inline",
    logLevel: "warning",
    minify: true,
    plugins: [plugin(glue)],
    target: ["chrome103", "firefox102", "safari16"],
    write: false,
  };
  const { outputFiles } = await build({ ...common, ...format, entryPoints });
  // Once more: what terser finds after esbuild is 4 % of the bytes that travel.
  const compress = { passes: 6, pure_getters: true, unsafe: true, unsafe_arrows: true, unsafe_methods: true };
  const { code } = await minify(outputFiles[0].text, { ecma: 2020, module: !format.globalName, compress });
  writeFileSync(join(dist, outfile), code);
}

/** For Node, where an app's tests run; the proxy is the package's own. */
function bundleTesting() {
  const node = { platform: "node", target: "node20.19", external: ["../proxy/*"] };
  const entry = { entryPoints: [join(root, "www", "testing.js")], outfile: join(dist, "testing.js") };
  return build({
    ...node,
    ...entry,
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    legalComments: "none",
  });
}

/** What a script tag's `integrity` has to be (Subresource Integrity). */
function writeIntegrity(name) {
  const sum = createHash("sha384")
    .update(readFileSync(join(dist, name)))
    .digest("base64");
  writeFileSync(join(dist, "sri.json"), `${JSON.stringify({ [name]: `sha384-${sum}` })}\n`);
}

const hash = inputs();
if (isUpToDate(hash)) {
  say("dist/ is up to date.");
} else {
  say("compiling the Rust crate to WebAssembly (two minutes the first time).");
  rmSync(stamp, { force: true });
  await compile();
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const glue = await shortenNames();
  await bundle(glue, "index.js", "index.js");
  await bundle(glue, "slim.js", "slim.js");
  await bundle(glue, "stores/indexeddb.js", "indexeddb.js");
  await bundle(glue, "octokit.js", "octokit.js");
  await bundle(glue, "callback.js", "callback.js");
  await bundle(glue, "react.js", "react.js", { external: ["react"] });
  await bundleTesting();
  // A licence notice elsewhere than at the end goes away with the code that terser moves.
  for (const name of ["sign-in", "device-code"])
    await bundle(glue, `elements/${name}.js`, `${name}.js`, { legalComments: "eof" });
  await bundle(glue, "index.js", "portcullis.global.js", { format: "iife", globalName: "Portcullis" });
  for (const name of ["index", "slim", "callback", "indexeddb", "octokit", "react", "testing"])
    copyFileSync(join(root, "www", `${name}.d.ts`), join(dist, `${name}.d.ts`));
  for (const name of ["sign-in", "device-code"])
    copyFileSync(join(root, "www", `${name}-element.d.ts`), join(dist, `${name}.d.ts`));
  cpSync(join(root, "www", "types"), join(dist, "types"), { recursive: true });
  writeIntegrity("portcullis.global.js");
  writeFileSync(stamp, hash);
  say("dist/ is ready.");
}
