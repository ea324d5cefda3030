// A static site with the installed package under /portcullis/, and pages with whatever policy a test wants.
// Owns: its socket. Must not: know the package's API.

import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** `pages`: by path, { policy, body }. Every page is HTML. */
export async function serveSite(packageFolder, pages) {
  const server = createServer((request, response) => {
    const [path] = request.url.split("?");
    const page = pages[path];
    if (page) {
      const policy = page.policy && { "Content-Security-Policy": page.policy };
      response.writeHead(200, { "Content-Type": "text/html", ...policy });
      response.end(`<!doctype html><link rel="icon" href="data:,">${page.body ?? ""}`);
      return;
    }
    const file = join(packageFolder, "dist", path.slice("/portcullis/".length));
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "text/plain" });
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
