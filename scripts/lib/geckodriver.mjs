#!/usr/bin/env node
// Owns: the WebDriver commands that wasm-bindgen-test-runner sends to geckodriver, done over WebDriver BiDi in a stock Firefox.
// geckodriver itself comes from a download site or minutes of compiling; puppeteer-core is already here.
// Must not: grow into a WebDriver: one session, one page, five commands. FIREFOX names the browser.
import { createServer } from "node:http";

const session = { sessionId: "firefox", capabilities: { browserName: "firefox" } };
let browser = null;
let page = null;

const commands = {
  "POST /session": async ({ capabilities }) => {
    // Imported late: the runner waits only a short time for the port to answer.
    const { default: puppeteer } = await import("puppeteer-core");
    const options = capabilities.alwaysMatch["moz:firefoxOptions"];
    browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: process.env.FIREFOX,
      headless: true,
      args: options.args,
      extraPrefsFirefox: options.prefs,
    });
    page = await browser.newPage();
    return session;
  },
  "GET /session/firefox": async () => session,
  "POST /session/firefox/url": async ({ url }) => {
    await page.goto(url);
    return null;
  },
  "POST /session/firefox/execute/sync": ({ script, args }) =>
    page.evaluate((source, values) => new Function(source)(...values), script, args),
  // Closing the last window ends the session.
  "DELETE /session/firefox/window": async () => {
    await browser.close();
    return [];
  },
};

async function answer(request) {
  const command = commands[`${request.method} ${request.url}`];
  if (!command)
    return { status: 404, value: { error: "unknown command", message: request.url, stacktrace: "" } };
  let body = "";
  for await (const chunk of request) body += chunk;
  try {
    return { status: 200, value: await command(body ? JSON.parse(body) : {}) };
  } catch (error) {
    const value = { error: "unknown error", message: String(error), stacktrace: error.stack ?? "" };
    return { status: 500, value };
  }
}

const port = Number(process.argv.find((argument) => argument.startsWith("--port="))?.slice("--port=".length));
createServer(async (request, response) => {
  const { status, value } = await answer(request);
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ value }));
}).listen(port, "127.0.0.1");

// On exit puppeteer ends the browser it has launched.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
