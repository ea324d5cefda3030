// Next.js: app/auth/github/[...route]/route.js. Next tells nobody the client's address; where your host writes it into a
// header that no client can set, hand it over: proxy(request, { address: request.headers.get("x-real-ip") }) on Vercel.

import { createTokenProxy, optionsFromEnv } from "portcullis-proxy";

let proxy;

function handle(request) {
  // At the first request: a build has no secrets.
  proxy ??= createTokenProxy({ ...optionsFromEnv(process.env), basePath: "/auth/github" });
  return proxy(request);
}

export { handle as GET, handle as OPTIONS, handle as POST };
