// Serving a consumer at its origin: a folder of files, or the server that its framework has.
// Owns: sockets and processes; each function gives what ends them. Must not: change a file.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { environment, programOf } from "./project.js";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

export async function serveFolder(folder, origin, headers = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, origin).pathname;
    const file = path === "/" || path === "/callback" ? "/index.html" : path;
    const type = TYPES[extname(file)];
    const body = type && (await readFile(join(folder, file)).catch(() => undefined));
    response.writeHead(body ? 200 : 404, { "Content-Type": type ?? "text/plain", ...headers });
    response.end(body);
  });
  const { hostname, port } = new URL(origin);
  server.listen(Number(port), hostname);
  await once(server, "listening");
  return async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
}

/** `command` without its port and host, which every one of them calls by the name `--port` and by one of its own. */
export async function serveBy(command, hostOption, folder, origin) {
  const { hostname, port } = new URL(origin);
  const [name, ...args] = command.split(" ");
  const child = spawn(programOf(name), [...args, "--port", port, hostOption, hostname], {
    ...{ cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] },
  });
  const ended = once(child, "close");
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      printed += text;
    });
  }
  const answers = () => fetch(origin).then(Boolean, () => false);
  while (!(await answers())) {
    assert.equal(child.exitCode, null, `${command} has ended: ${printed}`);
    await pause(50);
  }
  return async () => {
    child.kill();
    await ended;
  };
}
