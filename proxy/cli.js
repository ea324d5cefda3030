#!/usr/bin/env node
// `npm run proxy`: the token proxy on node:http, configured by environment variables. A wrong variable ends
// it with exit code 1 and one sentence on stderr; SIGINT and SIGTERM let open requests finish.
// Must not print the value of any variable that holds a credential.

import { explain, readEnvironment } from "./environment.js";
import { createTokenProxy } from "./index.js";
import { serveTokenProxy } from "./node.js";

try {
  const { proxy, server } = readEnvironment(process.env);
  const { url, close } = await serveTokenProxy(createTokenProxy(proxy), server);
  console.log(`Portcullis token proxy: ${url}`);
  process.once("SIGINT", close);
  process.once("SIGTERM", close);
} catch (error) {
  console.error(`The token proxy cannot start. ${explain(error)}`);
  process.exitCode = 1;
}
