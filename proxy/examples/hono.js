// Hono, here on Bun: bun hono.js. On another runtime getConnInfo comes from its adapter, such as "hono/deno". No CORS
// middleware and no body parser in front: the proxy answers preflights and reads the body itself.

import { Hono } from "hono";
import { getConnInfo } from "hono/bun";
import { createTokenProxy, optionsFromEnv } from "portcullis-proxy";

const proxy = createTokenProxy({ ...optionsFromEnv(process.env), basePath: "/auth/github" });

const app = new Hono();
app.all("/auth/github/*", (c) => proxy(c.req.raw, { address: getConnInfo(c).remote.address }));
app.get("/", (c) => c.text("Your page."));

export default app;
