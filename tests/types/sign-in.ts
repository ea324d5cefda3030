// Sign-in, its result and sign-out, as an app in TypeScript writes them.
// Owns: AuthManager's way in and out. Must not: run; the compiler is the test.

import {
  type AuthError,
  type AuthFlowResult,
  AuthManager,
  createAuth,
  type FlowSignInOptions,
  type GithubAuthProvider,
  type GithubUser,
  type OAuth2UserCredentials,
  type SignInOptions,
  type SignOutOptions,
  type SignOutResult,
  type Subject,
  type UserInfo,
} from "portcullis";
import { expect, type Same } from "./expect.js";

export const auth = createAuth({
  github: { clientId: "Ov23li", redirectUri: "https://app.example/cb", proxyUrl: "/auth" },
});
// @ts-expect-error made by createAuth
new AuthManager();
// @ts-expect-error read-only
auth.github = auth.provider("github");
expect<Same<typeof auth.github, GithubAuthProvider>>();

export async function onLoad() {
  const result = await auth.handleRedirect();
  await auth.handleRedirect("https://app.example/cb?code=1&state=2");
  // @ts-expect-error text, not a URL object
  await auth.handleRedirect(new URL("https://app.example/cb"));
  expect<Same<typeof result, AuthFlowResult | null>>();
  // @ts-expect-error it may be null
  result.success;
  if (result === null) return "nothing to handle";
  // @ts-expect-error only a success has it
  result.subject;
  if (!result.success) {
    expect<Same<typeof result.error, AuthError>>();
    return result.error.message;
  }
  expect<Same<typeof result.credentials, OAuth2UserCredentials>>();
  expect<Same<typeof result.subject, Subject>>();
  expect<Same<typeof result.userInfo, UserInfo | undefined>>();
  expect<Same<typeof result.appState, unknown>>();
  expect<Same<typeof result.returnTo, string | undefined>>();
  // @ts-expect-error a success has no error
  result.error;
  // Nothing checks what a provider says, so an app says what it expects.
  const user = result.userInfo as GithubUser | undefined;
  await auth.session({ subject: result.subject });
  return result.returnTo ?? user?.login ?? JSON.stringify(result.subject);
}

export async function buttons() {
  const everything: Required<SignInOptions> = {
    flow: "oauth2",
    mode: "redirect",
    scope: ["repo"],
    redirectUri: "https://app.example/other",
    extraParams: { prompt: "select_account" },
    returnTo: "/inbox",
    appState: { draft: 7 },
    state: "0123456789012345678901",
    subject: "7310452",
  };
  expect<Same<ReturnType<typeof auth.github.signIn>, Promise<AuthFlowResult>>>();
  auth.github.signIn();
  auth.github.signIn(everything);
  auth.signIn();
  auth.signIn({ ...everything, provider: "github" });
  const card: FlowSignInOptions = { flow: "card", number: "1" };
  auth.signIn({ ...card, provider: "acme" });
  // @ts-expect-error not in this version
  auth.github.signIn({ mode: "popup" });
  // @ts-expect-error no such option
  auth.signIn({ providers: "github" });

  const all: Required<SignOutOptions> = { provider: "github", subject: { team: "7" }, revoke: true };
  const result = await auth.signOut(all);
  expect<Same<typeof result, SignOutResult>>();
  expect<Same<typeof result.revoked, boolean>>();
  expect<Same<typeof result.error, unknown>>();
  await auth.signOut();
  await auth.signOut({ subject: null });
  // @ts-expect-error a subject is text or plain JSON
  await auth.signOut({ subject: 7310452 });
  // @ts-expect-error yes or no
  await auth.signOut({ revoke: "all" });
}
