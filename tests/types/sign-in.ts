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
  // Taken apart before it is known which it is, as pages do.
  const { success, subject, error } = result;
  expect<Same<typeof subject, Subject | undefined>>();
  if (!success) expect<Same<typeof error, AuthError>>();
  if (!result.success) {
    expect<Same<typeof result.error, AuthError>>();
    return result.error.message;
  }
  // A server of the app's own keeps them to itself.
  expect<Same<typeof result.credentials, OAuth2UserCredentials | null>>();
  expect<Same<typeof result.subject, Subject>>();
  expect<Same<typeof result.userInfo, UserInfo | undefined>>();
  expect<Same<typeof result.appState, unknown>>();
  expect<Same<typeof result.returnTo, string | undefined>>();
  expect<Same<typeof result.error, undefined>>();
  // Nothing checks what a provider says, so an app says what it expects.
  const user = result.userInfo as GithubUser | undefined;
  await auth.session({ subject: result.subject });
  return result.returnTo ?? user?.login ?? JSON.stringify(result.subject);
}

export async function buttons() {
  const everything: Required<SignInOptions> = {
    flow: "oauth2",
    mode: "auto",
    timeout: 120,
    signal: AbortSignal.timeout(9),
    usePkce: true,
    window: { title: "Sign in", width: 500, height: 700, center: true, resizable: true, left: 0, top: 0 },
    showWindow: (url, features, { title }) => window.open(url, title, features),
    closeWindow: () => {},
    baseUrl: new URL("https://app.example"),
    onPrompt: ({ userCode }) => console.log(userCode),
    onTick: ({ remaining }) => console.log(remaining),
    autoOpen: true,
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
  for (const mode of ["auto", "popup", "redirect", "device", "server"] as const) auth.github.signIn({ mode });
  // @ts-expect-error no such mode
  auth.github.signIn({ mode: "iframe" });
  // @ts-expect-error never without
  auth.github.signIn({ usePkce: false });
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
