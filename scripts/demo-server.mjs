// Owns: serving the demo page: its files, the built package under /portcullis/, config.js, and the security headers.
// Must not: know the token proxy, the stand-in or any secret; it serves files and one public configuration.
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { root } from "./lib/tools.mjs";

const demoFolder = join(root, "www", "demo");
const packageFolder = join(root, "dist");
const contentTypes = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
};

function contentSecurityPolicy({ connectOrigins, imageOrigins }) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    `img-src ${["'self'", "data:", ...imageOrigins].join(" ")}`,
    `connect-src ${["'self'", ...connectOrigins].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

// A callback is a route of its page, not a page of its own.
const pages = {
  "/": "index.html",
  "/callback": "index.html",
  "/callback/app": "index.html",
  "/plain": "plain.html",
  "/callback/plain": "plain.html",
};

/** The file for a request path, or null. Every segment is a plain name, so no path can leave the two folders. */
function locate(path) {
  if (Object.hasOwn(pages, path)) return join(demoFolder, pages[path]);
  const segments = path.slice(1).split("/");
  if (!segments.every((segment) => /^\w[\w.-]*$/.test(segment))) return null;
  const [first, ...rest] = segments;
  return first === "portcullis" ? join(packageFolder, ...rest) : join(demoFolder, ...segments);
}

async function answer(request, config) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return { status: 405, headers: { Allow: "GET, HEAD" }, type: ".txt", body: "Method not allowed" };
  }
  const [path] = request.url.split("?");
  if (path === "/config.js") {
    return { status: 200, type: ".js", body: `export const config = ${JSON.stringify(config, null, 2)};\n` };
  }
  const file = locate(path);
  const type = file && extname(file);
  const body = file && Object.hasOwn(contentTypes, type) ? await readFile(file).catch(() => null) : null;
  return body ? { status: 200, type, body } : { status: 404, type: ".txt", body: "Not found" };
}

/** A node:http request handler. `config` becomes /config.js; the origins are what the page may call and show. */
export function createDemoHandler({ config, connectOrigins, imageOrigins }) {
  const headers = {
    "Content-Security-Policy": contentSecurityPolicy({ connectOrigins, imageOrigins }),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  };
  return async (request, response) => {
    const { status, headers: extra, type, body } = await answer(request, config);
    const contentType = contentTypes[type] ?? "text/plain; charset=utf-8";
    response.writeHead(status, { ...headers, ...extra, "Content-Type": contentType });
    response.end(request.method === "HEAD" ? undefined : body);
  };
}
