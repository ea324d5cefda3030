// Options, sign-in and its result, as an app in TypeScript writes them.
// Owns: createAuth, AuthManager, GithubAuthProvider, OAuth2Flow. Must not: run; the compiler is the test.

import {
  type AuthError,
  type AuthFlowResult,
  AuthManager,
  type AuthOptions,
  type AuthorizeOptions,
  createAuth,
  GithubAuthProvider,
  type GithubOptions,
  type GithubUser,
  type GithubUserCredentials,
  OAuth2Flow,
  type Session,
} from "portcullis";
import { expect, type Same } from "./expect.js";

const least: GithubOptions = { clientId: "Ov23li", redirectUri: "https://app.example/cb", proxyUrl: "/auth" };
const most = {
  allowInsecureOrigin: true,
  github: {
    ...least,
    scope: ["read:user", "repo"],
    authorizationUrl: "https://ghe.example/login/oauth/authorize",
    apiUrl: "https://ghe.example/api/v3",
  },
} as const satisfies AuthOptions;

expect<Same<ReturnType<typeof createAuth>, AuthManager>>();
export const auth = createAuth(most);
createAuth({ github: { ...least, scope: "read:user repo" } });

// @ts-expect-error a provider is needed
createAuth({});
// @ts-expect-error the proxy is needed
createAuth({ github: { clientId: "Ov23li", redirectUri: "https://app.example/cb" } });
// @ts-expect-error the secret belongs to the proxy
createAuth({ github: { ...least, clientSecret: "no" } });
// @ts-expect-error no such option
createAuth({ github: least, storage: "local" });
// @ts-expect-error a scope is a name
createAuth({ github: { ...least, scope: [1] } });
// @ts-expect-error made by createAuth
new AuthManager();
// @ts-expect-error made by createAuth
new GithubAuthProvider();
// @ts-expect-error made by createAuth
new OAuth2Flow();

expect<Same<typeof auth.github.name, "github">>();
expect<Same<typeof auth.github.oauth2.kind, "oauth2">>();
// @ts-expect-error read-only
auth.github = createAuth(most).github;

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
  expect<Same<typeof result.credentials, GithubUserCredentials>>();
  expect<Same<typeof result.subject, string>>();
  expect<Same<typeof result.userInfo, GithubUser | undefined>>();
  expect<Same<typeof result.appState, unknown>>();
  // @ts-expect-error a success has no error
  result.error;
  return result.returnTo ?? result.userInfo?.login ?? result.subject;
}

export async function buttons() {
  const everything: AuthorizeOptions = {
    scope: ["repo"],
    redirectUri: "https://app.example/other",
    extraParams: { prompt: "select_account", login: "ada-brook" },
    returnTo: "/inbox",
    appState: { draft: 7 },
    state: "0123456789012345678901",
  };
  expect<Same<ReturnType<typeof auth.github.signIn>, Promise<never>>>();
  auth.github.signIn();
  auth.github.signIn(everything);
  // @ts-expect-error not in this version
  auth.github.signIn({ mode: "popup" });
  // @ts-expect-error parameters are text
  auth.github.signIn({ extraParams: { allow_signup: false } });

  const { authorizationUrl, state } = auth.github.oauth2.authorize(everything);
  expect<Same<typeof authorizationUrl | typeof state, string>>();
  // @ts-expect-error synchronous
  auth.github.oauth2.authorize().then;

  const exchanged = await auth.github.oauth2.exchange({ url: "https://app.example/cb?code=1&state=2" });
  await auth.github.oauth2.exchange({ code: "1", state });
  // @ts-expect-error a code without its state proves nothing
  await auth.github.oauth2.exchange({ code: "1" });
  const refreshed = await auth.github.oauth2.refresh();
  await auth.github.oauth2.refresh({ subject: "7310452" });
  await auth.github.oauth2.refresh({ refreshToken: "ghr_1" });
  // @ts-expect-error one or the other
  await auth.github.oauth2.refresh({ token: "ghr_1" });
  expect<Same<typeof exchanged | typeof refreshed, GithubUserCredentials>>();

  const session = await auth.session();
  expect<Same<typeof session, Session>>();
  await auth.session({ subject: "7310452" });
  // @ts-expect-error a subject is text
  await auth.session({ subject: 7310452 });
  await auth.signOut();
  await auth.signOut({ subject: "7310452" });
  // @ts-expect-error not in this version
  await auth.signOut({ revoke: true });
}
