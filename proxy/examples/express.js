// Express: node express.js. The proxy stands in front of every body parser, because it reads the body itself.

import express from "express";
import { createTokenProxy, optionsFromEnv } from "portcullis-proxy";
import { createNodeListener } from "portcullis-proxy/node";

const proxy = createTokenProxy(optionsFromEnv(process.env));

const app = express();
app.use("/auth/github", createNodeListener(proxy));
app.use(express.json());
app.post("/echo", (request, response) => response.json(request.body));

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});
