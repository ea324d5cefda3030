// The types of the token proxy's node:http adapter. Written by hand; must say exactly what node.js does.
// "RFC 9112" and the like name the section a rule comes from.

import type { TokenProxyHandler } from "./index.js";

/** Where to listen, and how patient to be. */
export interface ServeOptions {
  /**
   * The TCP port; 0 takes a free one.
   * @default 8787
   */
  port?: number;
  /**
   * The address to listen on.
   * @default "127.0.0.1"
   */
  host?: string;
  /**
   * Milliseconds a client may take to send a whole request; after that the connection is closed.
   * Checked once a second (RFC 9110 section 15.5.9).
   * @default 15000
   */
  requestTimeout?: number;
  /**
   * Addresses and networks ("10.0.0.0/8") of your reverse proxies. Only what they say in `X-Forwarded-For` is believed.
   * @default []
   */
  trustedProxies?: readonly string[];
}

/** A listening proxy. */
export interface TokenProxyServer {
  /** Where it listens, such as "http://127.0.0.1:8787". */
  readonly url: string;
  /** Stops listening and resolves when open requests are answered, or cut after 10 seconds. */
  close(): Promise<void>;
}

/**
 * Serves a token proxy handler on node:http, strict about what is a request (RFC 9112 sections 3.2, 5.2, 6.1).
 *
 * @throws when the address cannot be listened on; the error's `code` is Node's, such as "EADDRINUSE".
 */
export function serveTokenProxy(
  handler: TokenProxyHandler,
  options?: ServeOptions,
): Promise<TokenProxyServer>;

/**
 * A node:http request listener, also for Express and its like: `app.use("/auth", createNodeListener(handler))`. No body
 * parser may stand in front of it. Slow requests are then the server's to bound (`server.requestTimeout`).
 *
 * @throws {ProxyConfigError} when `trustedProxies` holds something that is no address or network.
 */
export function createNodeListener(
  handler: TokenProxyHandler,
  options?: Pick<ServeOptions, "trustedProxies">,
): (request: NodeRequest, response: NodeResponse) => void;

/** What is asked of Node's `IncomingMessage`; so the types need no `@types/node`. */
export interface NodeRequest {
  readonly method?: string;
  readonly url?: string;
  readonly rawHeaders: readonly string[];
}

/** What is asked of Node's `ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  destroy(): unknown;
}
