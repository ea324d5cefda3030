// The token proxy on Cloudflare Workers: variables and secrets are bindings of the same names as everywhere, and
// rate limiting bindings take the place of counting in memory. Must not hold a rule for requests but that of the host.

import { Refusal } from "./answer/refusal.js";
import { respond } from "./answer/respond.js";
import { explainConfig } from "./config/environment.js";
import { createTokenProxy, optionsFromEnv } from "./index.js";

// One proxy for the life of an isolate, so that what it counts in memory lasts.
const proxies = new WeakMap();

export default {
  async fetch(request, env) {
    // Cloudflare puts the client's address there and lets no client write it.
    const address = request.headers.get("cf-connecting-ip") ?? undefined;
    if (!isForHost(request)) {
      return respond(new Refusal(400, "invalid_request", "The request target must be a plain path."));
    }
    try {
      const proxy = proxies.get(env) ?? createTokenProxy(readOptions(env));
      proxies.set(env, proxy);
      return await proxy(request, { address });
    } catch (error) {
      console.error(`The token proxy cannot start. ${explainConfig(error, env) ?? error}`);
      return respond(
        new Refusal(500, "proxy_misconfigured", "The token proxy's configuration must be mended."),
      );
    }
  },
};

// An absolute-form target overrides the Host header (P-18).
function isForHost({ url, headers }) {
  return URL.canParse(url) && new URL(url).host === headers.get("host");
}

function readOptions(env) {
  const { limits, ...options } = optionsFromEnv(env);
  const { PORTCULLIS_ADDRESS_LIMITER: address, PORTCULLIS_ORIGIN_LIMITER: origin } = env;
  return { ...options, limits: { ...limits, ...(address && { address }), ...(origin && { origin }) } };
}
