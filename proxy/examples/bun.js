// Bun: bun bun.js

import { createTokenProxy, optionsFromEnv } from "portcullis-proxy";

const proxy = createTokenProxy(optionsFromEnv(process.env));
const { url } = Bun.serve({
  hostname: process.env.HOST ?? "127.0.0.1",
  port: process.env.PORT ?? 8787,
  fetch: (request, server) => proxy(request, { address: server.requestIP(request)?.address }),
});
console.log(`Listening on ${url}`);
