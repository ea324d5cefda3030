// The token proxy and its Node adapter, as an operator in TypeScript configures them.
// Owns: every name of portcullis/proxy and portcullis/proxy/node. Must not: run; the compiler is the test.

import {
  createTokenProxy,
  ProxyConfigError,
  type TokenProxyDeviceBody,
  type TokenProxyErrorBody,
  type TokenProxyHandler,
  type TokenProxyLogRecord,
  type TokenProxyOptions,
  type TokenProxyTokenBody,
} from "portcullis/proxy";
import { type ServeOptions, serveTokenProxy, type TokenProxyServer } from "portcullis/proxy/node";
import { expect, type Same } from "./expect.js";

const least = { clientId: "1", clientSecret: "2", redirectUris: ["https://app.example/cb"] } as const;
const options: TokenProxyOptions = {
  ...least,
  tokenUrl: "https://ghe.example/login/oauth/access_token",
  apiUrl: "https://ghe.example/api/v3",
  allowedOrigins: ["https://app.example"],
  basePath: "/auth/github",
  deviceFlow: true,
  deviceUrl: "https://ghe.example/login/device/code",
  log: (record) => {
    expect<Same<typeof record, TokenProxyLogRecord>>();
    expect<Same<typeof record.route, "/token" | "/device/code" | "/revoke" | "/healthz" | null>>();
    expect<Same<typeof record.time | typeof record.method, string>>();
    expect<Same<typeof record.status | typeof record.duration, number>>();
    expect<Same<typeof record.origin | typeof record.error, string | null>>();
  },
};
const handler = createTokenProxy(options);
expect<Same<typeof handler, TokenProxyHandler>>();
expect<Same<TokenProxyHandler, (request: Request) => Promise<Response>>>();
createTokenProxy({ ...least, log: async () => {} });
// The shape that Cloudflare Workers, Deno and Bun want.
export default { fetch: handler };

// @ts-expect-error the secret is needed
createTokenProxy({ clientId: "1", redirectUris: [] });
// @ts-expect-error a list
createTokenProxy({ ...least, redirectUris: "https://app.example/cb" });
// @ts-expect-error no such option
createTokenProxy({ ...least, origins: ["*"] });

export async function serve() {
  const place: ServeOptions = { port: 0, host: "127.0.0.1", requestTimeout: 5000 };
  const server = await serveTokenProxy(handler, place);
  expect<Same<typeof server, TokenProxyServer>>();
  expect<Same<typeof server.url, string>>();
  expect<Same<ReturnType<typeof server.close>, Promise<void>>>();
  // @ts-expect-error a number
  await serveTokenProxy(handler, { port: "8787" });
  // @ts-expect-error read-only
  server.url = "";
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
