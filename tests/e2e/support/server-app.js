// An app with a server of its own: the stand-in of pywry's routes, which serves the page too, because its cookie is the page's.
// Owns: its start, the pages, and what a person does there. Must not: assert.

import { readFile } from "node:fs/promises";
import { startSessionApp } from "../../support/session-app/index.js";

const page = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/server-page.js"></script>`;
const script = new URL("./server-page.js", import.meta.url);
const dist = new URL("../../../dist/", import.meta.url);

async function files(path) {
  const [, own] = /^\/portcullis\/([\w.]+)$/.exec(path) ?? [];
  if (own) return { type: "text/javascript", body: await readFile(new URL(own, dist), "utf8") };
  if (path === "/server-page.js") return { type: "text/javascript", body: await readFile(script, "utf8") };
  return ["/", "/inside", "/base/page"].includes(path) ? { type: "text/html", body: page } : null;
}

/** The server, with the page open. */
export async function openServerApp({ t, page: tab, allowConsole }) {
  allowConsole(/Failed to load resource/); // the browser reports every refusal
  const server = await startSessionApp({ files });
  t.after(() => server.close());
  await tab.goto(server.url);
  await untilReady(tab);
  const asked = (path) => server.log.filter((entry) => entry.path === path);
  return { ...server, asked };
}

export const untilReady = (tab) => tab.waitForFunction(() => document.title === "ready" && "handled" in app);

/** To the server's login and back; what `handleRedirect` gave. */
export async function signInAtServer(tab, options = {}, person = "Ada Brook", decision = "Authorize") {
  await tab.evaluate((given) => app.leave(given), options);
  await tab.getByRole("radio", { name: person }).check();
  await tab.getByRole("button", { name: decision }).click();
  if (decision !== "Authorize") return undefined;
  await untilReady(tab);
  return tab.evaluate(() => app.handled);
}

/** `ask(method)` of a session of the page's own server. */
export const ask = (tab, method, options = {}) =>
  tab.evaluate(([name, given]) => app.ask(name, given), [method, options]);
