// Starts the processes of the benchmark and ends every one of them: at the end, on an error, on Ctrl-C.
// Must not know what the processes do.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const children = new Set();
const folders = new Set();

process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** Nothing of the caller's environment reaches the process, so a forgotten variable cannot tilt a result. */
export function startProcess(name, command, args, { env = {}, ipc = false } = {}) {
  const channel = ipc ? ["ipc"] : [];
  const child = spawn(command, args, { env, stdio: ["ignore", "ignore", "inherit", ...channel] });
  children.add(child);
  const onExit = (code, signal) => {
    console.error(`${name} ended too early (${code ?? signal}).`);
    process.exit(1);
  };
  child.once("exit", onExit);
  child.once("error", (error) => {
    console.error(`${name} cannot start: ${error.message}`);
    process.exit(1);
  });
  const stop = async () => {
    child.off("exit", onExit);
    child.kill("SIGKILL");
    await once(child, "exit");
    children.delete(child);
  };
  return { child, pid: child.pid, stop };
}

export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), "proxy-bench-"));
  folders.add(folder);
  return folder;
}

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
