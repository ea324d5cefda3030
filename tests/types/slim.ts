// The slim entry: every way to hand over the wasm, then the same API.
// Owns: init. Must not: run; the compiler is the test.

import { type AuthManager, createAuth, init } from "portcullis/slim";
import { expect, type Same } from "./expect.js";

expect<Same<ReturnType<typeof init>, Promise<void>>>();

export async function start(module: WebAssembly.Module) {
  await init();
  await init("/assets/portcullis.wasm");
  await init(new URL("portcullis.wasm", location.href));
  await init(new Request("/portcullis.wasm"));
  await init(fetch("/portcullis.wasm"));
  await init(await fetch("/portcullis.wasm"));
  await init(new ArrayBuffer(8));
  await init(new Uint8Array(8));
  await init(module);
  // TypeScript's WebAssembly.Module has no members, so every object and number passes for one; nothing does not.
  // @ts-expect-error no source
  await init(null);
  const auth = createAuth({ github: { clientId: "1", redirectUri: "https://app.example/", proxyUrl: "/p" } });
  expect<Same<typeof auth, AuthManager>>();
}
