// Owns: running a command while saying how far it is, and stopping what runs.
// Must not: import anything but node:* (set-up needs it before `npm ci`), or know what any command is for.
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { root, toolEnv } from "./tools.mjs";

const heartbeat = 15_000;
const running = new Set();

export function clock(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A speaker: prints lines that begin with its name and the time since it was made. */
export function makeSay(name) {
  const started = performance.now();
  return (text) => console.log(`[${name} ${clock(performance.now() - started)}] ${text}`);
}

function lastLine(output) {
  const lines = stripVTControlCharacters(output.slice(-2000)).split(/[\r\n]+/);
  return (lines.findLast((line) => line.trim()) ?? "no output yet").trim().slice(0, 100);
}

/** Runs a command to its end: `{ code, output, elapsed }`. `live` shows its output; silence is filled with heartbeat lines. */
export async function run({ say, title, command, args, env = {}, live = false }) {
  const started = performance.now();
  let output = "";
  let spoke = started;
  // A process group of its own, so that stopping reaches the compilers and browsers it starts.
  const child = spawn(command, args, {
    cwd: root,
    env: { ...toolEnv, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
      if (live) {
        process.stdout.write(chunk);
        spoke = performance.now();
      }
    });
  }
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - spoke < heartbeat) return;
    spoke = now;
    say(`${title}: ${clock(now - started)} so far; ${lastLine(output)}`);
  }, 1000);
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      output += `${error.message}\n`;
      resolve(127);
    });
    child.on("close", (exitCode) => resolve(exitCode ?? 1));
    // A daemon that an installer starts can hold the pipe open for ever: what is read by then is enough.
    child.on("exit", (exitCode) => setTimeout(resolve, 2000, exitCode ?? 1).unref());
  });
  clearInterval(timer);
  running.delete(child);
  return { code, output, elapsed: performance.now() - started };
}

/** On Ctrl-C, a signal to end, or the end of the npm that started us: ends the children, runs `close`, exits. */
export function stopOnSignal(close, exitCode) {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    for (const child of running) {
      try {
        process.kill(-child.pid, "SIGTERM");
      } catch {
        // It ended by itself meanwhile.
      }
    }
    await close();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  // npm hands a SIGTERM to its shell only, which dies and leaves this process behind: a new parent says so.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== parent && stop(), 500).unref();
  }
}
