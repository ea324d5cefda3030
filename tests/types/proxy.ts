// The token proxy, its Node adapter and its Workers entry, as an operator in TypeScript configures them.
// Owns: every name of portcullis/proxy, /proxy/node and /proxy/worker. Must not: run; the compiler is the test.

import {
  createTokenProxy,
  memoryRateLimiter,
  optionsFromEnv,
  ProxyConfigError,
  type RateLimiter,
  type TokenProxyApp,
  type TokenProxyDeviceBody,
  type TokenProxyErrorBody,
  type TokenProxyHandler,
  type TokenProxyLogRecord,
  type TokenProxyOptions,
  type TokenProxyRequest,
  type TokenProxySettings,
  type TokenProxyTokenBody,
} from "portcullis/proxy";
import {
  createNodeListener,
  type NodeRequest,
  type NodeResponse,
  type ServeOptions,
  serveTokenProxy,
  type TokenProxyServer,
} from "portcullis/proxy/node";
import worker from "portcullis/proxy/worker";
import { expect, type Same } from "./expect.js";

const least = { clientId: "1", clientSecret: "2", redirectUris: ["https://app.example/cb"] } as const;
const settings: TokenProxySettings = {
  basePath: "/auth/github",
  limits: { address: memoryRateLimiter({ limit: 60, period: 60 }), origin: null },
  log: (record) => {
    expect<Same<typeof record, TokenProxyLogRecord>>();
    type Route = "/token" | "/device/code" | "/revoke" | "/revoke/grant" | "/healthz";
    expect<Same<typeof record.route, Route | null>>();
    expect<Same<typeof record.time | typeof record.method, string>>();
    expect<Same<typeof record.status | typeof record.duration, number>>();
    expect<Same<typeof record.app | typeof record.origin | typeof record.error, string | null>>();
  },
};
const github: TokenProxyApp = {
  ...least,
  provider: "github",
  host: "octocorp.ghe.com",
  tokenUrl: "https://ghe.example/login/oauth/access_token",
  apiUrl: "https://ghe.example/api/v3",
  allowedOrigins: ["https://app.example"],
  allowInsecureOrigins: false,
  deviceFlow: true,
  deviceUrl: "https://ghe.example/login/device/code",
  refreshToken: "sealed-cookie",
  cookieKeys: ["k1:…"],
};
const gitlab: TokenProxyApp = {
  clientId: "1",
  redirectUris: ["https://app.example/cb"],
  provider: "oauth2",
  tokenEndpointAuthMethod: "none",
  tokenUrl: "https://gitlab.example/oauth/token",
  revocationUrl: "https://gitlab.example/oauth/revoke",
};
const options: TokenProxyOptions = { ...settings, ...github };
const handler = createTokenProxy(options);
expect<Same<typeof handler, TokenProxyHandler>>();
// Whoever has a Fetch Request can ask it; on node:http it gets less than one.
expect<Same<Parameters<TokenProxyHandler>[0], TokenProxyRequest>>();
export const asked: TokenProxyRequest = new Request("https://proxy.example/healthz");
createTokenProxy({ ...settings, apps: { github, gitlab } });
createTokenProxy({ ...least, log: async () => {} });
createTokenProxy(optionsFromEnv({ GITHUB_CLIENT_ID: "1", PORTCULLIS_DEVICE_FLOW: undefined, OTHER: {} }));
expect<Same<ReturnType<typeof optionsFromEnv>, TokenProxyOptions>>();
// The shape that Cloudflare Workers, Deno and Bun want.
export default { fetch: handler };
export const answer: Promise<Response> = worker.fetch(new Request("https://proxy.example/healthz"), {});

// @ts-expect-error a client is needed
createTokenProxy({ clientSecret: "2", redirectUris: [] });
// @ts-expect-error a list
createTokenProxy({ ...least, redirectUris: "https://app.example/cb" });
// @ts-expect-error no such option
createTokenProxy({ ...least, origins: ["*"] });
// @ts-expect-error no such policy
createTokenProxy({ ...least, refreshToken: "cookie" });
// @ts-expect-error no such provider
createTokenProxy({ ...least, provider: "gitlab" });
// @ts-expect-error no such method
createTokenProxy({ ...least, tokenEndpointAuthMethod: "private_key_jwt" });
// @ts-expect-error an app is no number
createTokenProxy({ apps: { github: 7 } });
// @ts-expect-error a number is no limiter
createTokenProxy({ ...least, limits: { address: 60 } });
// @ts-expect-error both are needed
memoryRateLimiter({ limit: 60 });

/** What Cloudflare's rate limiting binding is. */
interface Binding {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}
export function limitBy(binding: Binding) {
  const limiter: RateLimiter = binding;
  return createTokenProxy({ ...least, limits: { address: limiter, origin: binding } });
}

export async function serve() {
  const place: ServeOptions = { port: 0, host: "::1", requestTimeout: 5000, trustedProxies: ["10.0.0.0/8"] };
  const server = await serveTokenProxy(handler, place);
  expect<Same<typeof server, TokenProxyServer>>();
  expect<Same<typeof server.url, string>>();
  expect<Same<ReturnType<typeof server.close>, Promise<void>>>();
  // @ts-expect-error a number
  await serveTokenProxy(handler, { port: "8787" });
  // @ts-expect-error a list
  await serveTokenProxy(handler, { trustedProxies: "10.0.0.0/8" });
  // @ts-expect-error read-only
  server.url = "";
}

/** Express and its like call it so. */
export function mount(use: (listener: (request: NodeRequest, response: NodeResponse) => void) => void) {
  use(createNodeListener(handler));
  use(createNodeListener(handler, { trustedProxies: ["::1"] }));
  // @ts-expect-error where to listen is the server's
  use(createNodeListener(handler, { port: 8787 }));
}

export function read(body: TokenProxyTokenBody | TokenProxyErrorBody): string {
  if ("error" in body) return body.error_description ?? body.error_uri ?? `${body.error} ${body.interval}`;
  expect<Same<typeof body.access_token, string>>();
  expect<Same<typeof body.expires_in | typeof body.refresh_token_expires_in, number | undefined>>();
  expect<Same<typeof body.refresh_token | typeof body.id_token, string | undefined>>();
  return body.token_type ?? body.scope ?? body.access_token;
}

export function prompt(body: TokenProxyDeviceBody): string {
  expect<Same<typeof body.device_code | typeof body.user_code, string>>();
  expect<Same<typeof body.expires_in, number>>();
  // @ts-expect-error not every provider says it
  body.interval.toFixed();
  return body.verification_uri_complete ?? body.verification_uri;
}

export function explain(error: unknown) {
  if (!(error instanceof ProxyConfigError)) throw error;
  expect<Same<typeof error.name, "ProxyConfigError">>();
  expect<Same<typeof error.field | typeof error.problem | typeof error.fix, string>>();
}
export const made: Error = new ProxyConfigError("clientId", "is missing", "Set it.");
