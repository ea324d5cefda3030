// Deno: deno run --allow-net --allow-env deno.js

import { createTokenProxy, optionsFromEnv } from "portcullis-proxy";

const proxy = createTokenProxy(optionsFromEnv(Deno.env.toObject()));
const hostname = Deno.env.get("HOST") ?? "127.0.0.1";
const port = Number(Deno.env.get("PORT") ?? 8787);

Deno.serve({ hostname, port }, (request, { remoteAddr }) => proxy(request, { address: remoteAddr.hostname }));
