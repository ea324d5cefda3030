// Cloudflare Workers: your page's files and the token proxy on one origin. For a proxy alone no code is needed: see
// deploy/wrangler.toml. The variables are those of the README, with PORTCULLIS_BASE_PATH = "/auth/github".

import tokenProxy from "portcullis-proxy/worker";

export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url);
    return pathname.startsWith("/auth/github/") ? tokenProxy.fetch(request, env) : env.ASSETS.fetch(request);
  },
};
