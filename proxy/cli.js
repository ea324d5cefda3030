#!/usr/bin/env node
// `portcullis-proxy`: the token proxy on node:http, configured by environment variables. A wrong variable ends
// it with exit code 1 and one sentence on stderr; SIGINT and SIGTERM let open requests finish.
// Must not print the value of any variable that holds a credential.

import { parseArgs } from "node:util";
import { readConfig } from "./config/config.js";
import { describeConfig } from "./config/describe.js";
import { createTokenProxy, optionsFromEnv } from "./index.js";
import { explain, serverOptionsFromEnv } from "./node/environment.js";
import { createLineLog } from "./node/line-log.js";
import { serveTokenProxy } from "./node.js";

const HELP = `portcullis-proxy [--check] [--help]
  Serves a token proxy, configured by environment variables:
  GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GITHUB_REDIRECT_URI (comma separated), PORT (8787), HOST (127.0.0.1) and more;
  the README of the package has all of them.
  --check   says what the configuration will allow, and serves nothing`;

try {
  const { values } = parseArgs({ options: { check: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) console.log(HELP);
  else if (values.check) check();
  else await serve();
} catch (error) {
  console.error(`The token proxy cannot start. ${explain(error, process.env)}`);
  process.exitCode = 1;
}

function check() {
  const { trustedProxies = [] } = serverOptionsFromEnv(process.env);
  for (const line of describeConfig(readConfig(optionsFromEnv(process.env)))) console.log(line);
  console.log(`trusted reverse proxies: ${trustedProxies.join(", ") || "none"}`);
}

async function serve() {
  const server = serverOptionsFromEnv(process.env);
  const proxy = createTokenProxy({ ...optionsFromEnv(process.env), log: createLineLog(process.stdout) });
  const { url, close } = await serveTokenProxy(proxy, server);
  console.log(`Portcullis token proxy: ${url}`);
  process.once("SIGINT", close);
  process.once("SIGTERM", close);
}
