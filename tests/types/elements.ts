// The custom elements as a page in TypeScript uses them: by class, by tag name, and by their events.
// Owns: the types of both entries. Must not: run; the compiler is the test.

import type { AuthError, AuthFlowResult, AuthManager, DevicePrompt, SignOutResult } from "portcullis";
import type * as deviceCode from "portcullis/device-code";
import { PortcullisDeviceCode } from "portcullis/device-code";
import type * as signIn from "portcullis/sign-in";
import { PortcullisSignIn, type SignInEventMap } from "portcullis/sign-in";
import { expect, type Same } from "./expect.js";

expect<Same<keyof typeof signIn, "PortcullisSignIn">>();
expect<Same<keyof typeof deviceCode, "PortcullisDeviceCode">>();
expect<Same<keyof SignInEventMap, "signin-start" | "signed-in" | "signin-error" | "signed-out">>();

export function place(auth: AuthManager) {
  const element = new PortcullisSignIn();
  element.auth = auth;
  element.auth = null;
  element.returnTo = "/inbox";
  element.mode = "device";
  // @ts-expect-error no such mode
  element.mode = "telepathy";
  // @ts-expect-error one text with spaces
  element.scope = ["read:user"];
  element.addEventListener("signin-start", ({ detail }) => expect<Same<typeof detail.provider, string>>());
  element.addEventListener("signed-in", ({ detail }) => {
    expect<Same<typeof detail, Extract<AuthFlowResult, { success: true }>>>();
  });
  element.addEventListener("signin-error", ({ detail }) => expect<Same<typeof detail, AuthError>>());
  element.addEventListener("signed-out", ({ detail }) => expect<Same<typeof detail, SignOutResult>>());
  element.addEventListener("click", ({ clientX }) => expect<Same<typeof clientX, number>>());
  document.body.append(element);
}

export function show(prompt: DevicePrompt) {
  const element = new PortcullisDeviceCode();
  element.prompt = prompt;
  element.prompt = null;
  // @ts-expect-error more than a code is needed
  element.prompt = { userCode: "WDJB-MJHT" };
}

const signInTag = document.createElement("portcullis-sign-in");
expect<Same<typeof signInTag, PortcullisSignIn>>();
const codeTag = document.querySelector("portcullis-device-code");
expect<Same<typeof codeTag, PortcullisDeviceCode | null>>();
