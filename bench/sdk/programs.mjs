// The programs, each bundled as an app would: one minified file. Must not measure.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** By the name of the file in programs/: what the report calls it. */
export const PROGRAMS = new Map([
  ["portcullis", "**Portcullis**"],
  ["portcullis-slim", "**Portcullis**, slim"],
  ["badgateway-oauth2-client", titleOf("@badgateway/oauth2-client")],
  ["oauth4webapi", titleOf("oauth4webapi")],
  ["oidc-client-ts", titleOf("oidc-client-ts")],
  ["auth0-spa-js", titleOf("@auth0/auth0-spa-js")],
  ["msal-browser", titleOf("@azure/msal-browser")],
]);

/** The one that all are compared with. */
export const REFERENCE = "oauth4webapi";

/** The files to serve, by path. */
export async function bundleAll() {
  const { outputFiles } = await build({
    entryPoints: [...PROGRAMS.keys()].map((name) => path(`./programs/${name}.js`)),
    bundle: true,
    format: "esm",
    legalComments: "none",
    logLevel: "error",
    minify: true,
    outdir: path("./programs"),
    target: "es2022",
    write: false,
  });
  const wasm = { type: "application/wasm", body: readFileSync(path("../../dist/portcullis.wasm")) };
  const files = new Map([["/portcullis.wasm", wasm]]);
  for (const { path: file, contents } of outputFiles) {
    files.set(`/programs/${file.split(/[\\/]/).pop()}`, { type: "text/javascript", body: contents });
  }
  return files;
}

function titleOf(name) {
  const manifest = path(`../../node_modules/${name}/package.json`);
  return `${name} ${JSON.parse(readFileSync(manifest, "utf8")).version}`;
}
