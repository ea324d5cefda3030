// The one local server: the page, the programs with brotli, and the stand-in for a provider, which signs everybody in at
// once. Must not measure, and must treat every program alike.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { brotliCompressSync } from "node:zlib";

const PAGE = `<!doctype html><meta charset="utf-8"><title>Benchmark</title>
<link rel="icon" href="data:,"><script type="module" src="/page.js"></script>`;
const PAGE_HEADERS = {
  "content-type": "text/html",
  // Only an isolated page has a clock that is finer than 100 microseconds.
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const TOKEN_HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

/** Serves files, a map from path to `{type, body}`, beside the page and the provider. */
export async function startSite(files) {
  const script = { type: "text/javascript", body: readFileSync(new URL("./page.js", import.meta.url)) };
  const served = new Map([...files, ["/page.js", script]].map(([path, file]) => [path, compressed(file)]));
  const server = createServer(async (request, response) => {
    const { pathname, searchParams, origin } = new URL(request.url, `http://${request.headers.host}`);
    const file = served.get(pathname);
    if (file) {
      response.writeHead(200, file.headers).end(file.body);
    } else if (pathname === "/authorize" && searchParams.get("code_challenge_method") === "S256") {
      response.writeHead(302, { location: callbackOf(searchParams) }).end();
    } else if (pathname === "/oauth/token") {
      const form = new URLSearchParams(await textOf(request));
      if (form.has("code_verifier")) response.writeHead(200, TOKEN_HEADERS);
      else response.writeHead(400);
      response.end(JSON.stringify(tokensFor(form, origin)));
    } else if (/^\/[\w-]+\/(callback)?$/.test(pathname)) {
      response.writeHead(200, PAGE_HEADERS).end(PAGE);
    } else {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${server.address().port}`;
}

function compressed({ type, body: whole }) {
  const body = brotliCompressSync(whole);
  const headers = {
    "content-type": type,
    "content-encoding": "br",
    "content-length": body.length,
    "cache-control": "max-age=3600",
  };
  return { headers, body };
}

/** The nonce travels in the code, so that the provider has nothing to remember. */
function callbackOf(asked) {
  const url = new URL(asked.get("redirect_uri"));
  const answer = new URLSearchParams({ code: `code.${asked.get("nonce") ?? ""}`, state: asked.get("state") });
  url[asked.get("response_mode") === "fragment" ? "hash" : "search"] = answer;
  return url.href;
}

async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function tokensFor(form, origin) {
  const [, nonce] = form.get("code").split(".");
  return {
    access_token: "at5f8a1c0e9b7d4d6e8f3a2b1c0d9e8f7a6b5c4d3e",
    token_type: "Bearer",
    expires_in: 28_800,
    refresh_token: "rtd0c9b8a7f6e5d4c3b2a19081726354afa1b2c3d4",
    scope: form.get("scope") ?? "profile email",
    // For those that cannot do without.
    ...(nonce && { id_token: idToken({ iss: `${origin}/`, aud: form.get("client_id"), nonce }) }),
  };
}

/** Nobody checks the signature of one that comes straight from the token endpoint. */
function idToken(claims) {
  const iat = Math.floor(Date.now() / 1000);
  const whole = { ...claims, sub: "1", preferred_username: "octocat", iat, exp: iat + 28_800 };
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${encode({ alg: "RS256", typ: "JWT" })}.${encode(whole)}.c2lnbmF0dXJl`;
}
