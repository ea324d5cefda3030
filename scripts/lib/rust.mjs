// Owns: the Rust toolchain of rust-toolchain.toml, and wasm-bindgen and wasm-pack in .tools/.
// Must not: import anything but node:*, or touch tools outside .tools/ and rustup's own toolchains.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mustRun, StepError } from "./steps.mjs";
import { probe, root, toolsFolder, which } from "./tools.mjs";

const wasmPackVersion = "0.15.1";
const components = [/^clippy/m, /^rustfmt/m, /^rust-src/m, /^rust-std-wasm32-unknown-unknown/m];

export async function installRust(say) {
  if (!which("rustup")) {
    throw new StepError("Rust is not installed", "", "install it from https://rustup.rs and run this again.");
  }
  // Asking must not start an install: rustup would do that without a word about how far it is.
  const installed = probe("rustup", ["component", "list", "--installed"], { RUSTUP_AUTO_INSTALL: "0" });
  if (installed && components.every((component) => component.test(installed))) return;
  await mustRun({
    say,
    title: "Rust toolchain of rust-toolchain.toml",
    duration: "half a minute, once",
    command: "rustup",
    args: ["toolchain", "install"],
    help: "check the network; with a rustup older than 1.28, run `rustup self update` first.",
  });
}

/** The command-line tool only understands modules of its own version, so the lock file decides which one. */
function wasmBindgenVersion() {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const found = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(lock);
  if (!found) throw new StepError("Cargo.lock names no wasm-bindgen", "", "restore Cargo.lock from git.");
  return found[1];
}

function hasVersion(command, version) {
  return probe(command, ["--version"])?.trim().endsWith(` ${version}`) ?? false;
}

async function cargoInstall(say, crate, version, flags) {
  await mustRun({
    say,
    title: `${crate} ${version}`,
    duration: "some minutes to compile, once",
    command: "cargo",
    args: ["install", crate, "--version", version, "--root", toolsFolder, "--force", ...flags],
    env: {
      CARGO_TARGET_DIR: join(toolsFolder, "target"),
      // These tools run for seconds: compiling them without optimisation saves minutes.
      CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
      CARGO_PROFILE_RELEASE_LTO: "false",
      CARGO_PROFILE_RELEASE_DEBUG: "0",
      CARGO_PROFILE_RELEASE_STRIP: "true",
      // The progress bar is the last output line, which the heartbeat shows.
      CARGO_TERM_PROGRESS_WHEN: "always",
      CARGO_TERM_PROGRESS_WIDTH: "70",
    },
    help: "check the network and the free disk space (2 GB), and run this again: it goes on where it stopped.",
  });
}

export async function installWasmTools(say) {
  const bindgen = wasmBindgenVersion();
  const missing = [
    // Without --locked: the lock file published with it names crates that not every registry has.
    ...(hasVersion("wasm-bindgen", bindgen) && hasVersion("wasm-bindgen-test-runner", bindgen)
      ? []
      : [["wasm-bindgen-cli", bindgen, []]]),
    ...(hasVersion("wasm-pack", wasmPackVersion) ? [] : [["wasm-pack", wasmPackVersion, ["--locked"]]]),
  ];
  if (missing.length === 0) return;
  // One after the other: they share dependencies, and with them the compiled ones.
  for (const [crate, version, flags] of missing) await cargoInstall(say, crate, version, flags);
  rmSync(join(toolsFolder, "target"), { recursive: true, force: true });
}
