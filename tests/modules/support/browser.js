// Chromium with pages that have loaded www/stores, bundled as the package is. A fresh context per test.
// Owns: the browser, the server and the helpers on those pages. Must not: know what a store does.

import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { findBrowsers } from "../../../scripts/lib/browsers.mjs";

/** The limit only ends what hangs; a busy machine is slow. */
const TEST_LIMIT = 120_000;
/** Plain http on a name that is not loopback: no secure context. */
const INSECURE_HOST = "portcullis.test";
const ARGS = ["--disable-gpu", `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`];

const PAGE = `<!doctype html><link rel="icon" href="data:,">
<script type="module">
  import { createStore, IndexedDbStore } from "/stores.js";
  globalThis.createStore = (choice) => (choice === "indexeddb" ? new IndexedDbStore() : createStore(choice));
  // What a call gave, or how it failed.
  globalThis.outcome = async (call) => {
    try {
      return await call();
    } catch ({ name, code, message, cause }) {
      return { name, code, message, cause: cause?.name };
    }
  };
  // The database as it lies there, opened without the store; gives what the request resulted in.
  globalThis.raw = (action) =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open("portcullis");
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const transaction = opening.result.transaction("records", "readwrite");
        const request = action(transaction.objectStore("records"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error);
        opening.result.close();
      };
    });
</script>`;

const PAGES = {
  "/": PAGE,
  "/sandboxed": '<!doctype html><iframe sandbox="allow-scripts" src="/"></iframe>',
};

async function serve() {
  const { outputFiles } = await build({
    stdin: {
      contents: 'export { createStore } from "./index.js"; export { IndexedDbStore } from "./indexeddb.js";',
      resolveDir: fileURLToPath(new URL("../../../www/stores", import.meta.url)),
    },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
  });
  const server = createServer(({ url }, response) => {
    const type = url === "/stores.js" ? "text/javascript" : "text/html";
    // A sandboxed frame has no origin of its own: to it, this server is a foreign one.
    response.writeHead(200, { "Content-Type": type, "Access-Control-Allow-Origin": "*" });
    response.end(url === "/stores.js" ? outputFiles[0].text : PAGES[url]);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** Returns `test` for one file. What a test is given: `context`, `open(path)` for a loaded page, and the two origins. */
export function browserTests() {
  let browser;
  let server;
  before(async () => {
    server = await serve();
    browser = await chromium.launch({ executablePath: findBrowsers().chromium, args: ARGS });
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  return (title, run) =>
    test(title, { timeout: TEST_LIMIT }, async () => {
      const { port } = server.address();
      const origin = `http://127.0.0.1:${port}`;
      const context = await browser.newContext();
      const open = async (path = "/") => {
        const page = await context.newPage();
        await page.goto(new URL(path, origin).href);
        return page;
      };
      try {
        await run({ context, open, origin, insecureOrigin: `http://${INSECURE_HOST}:${port}` });
      } finally {
        await context.close();
      }
    });
}
