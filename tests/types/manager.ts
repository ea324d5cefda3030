// The providers of a manager, the credentials it keeps and what it tells, as an app in TypeScript uses them.
// Owns: AuthManager but for sign-in, and its events. Must not: run; the compiler is the test.

import {
  type AuthAccount,
  type AuthEventDetail,
  type AuthEventMap,
  type AuthManager,
  type AuthProvider,
  type AuthSnapshot,
  type DiscordAuthProvider,
  type GithubAuthProvider,
  type GitlabAuthProvider,
  OAuth2AuthProvider,
  type OAuth2UserCredentials,
  type Subject,
} from "portcullis";
import { expect, type Same } from "./expect.js";

const app = { clientId: "1", redirectUri: "https://app.example/cb" };
const acme = { ...app, authorizationUrl: "https://acme.example/a", proxyUrl: "/acme" };

class AcmeAuthProvider extends OAuth2AuthProvider {
  isAcme = true;
}

export function providers(auth: AuthManager) {
  expect<Same<typeof auth.gitlab, GitlabAuthProvider | undefined>>();
  expect<Same<typeof auth.discord, DiscordAuthProvider | undefined>>();
  const github = auth.provider("github");
  expect<Same<typeof github, GithubAuthProvider>>();
  const [discord, other] = [auth.provider("discord"), auth.provider("acme")];
  expect<Same<typeof discord, DiscordAuthProvider>>();
  expect<Same<typeof other, AuthProvider>>();
  // @ts-expect-error not every provider has it
  other.oauth2;

  const own = auth.register("acme", new AcmeAuthProvider({ ...acme, name: "acme" }));
  expect<Same<typeof own, AcmeAuthProvider>>();
  const made = auth.register("acme", acme);
  expect<Same<typeof made, OAuth2AuthProvider>>();
  expect<Same<typeof made.oauth2.kind, "oauth2" | "device">>();
  const gitlab = auth.register("gitlab", app);
  expect<Same<typeof gitlab, GitlabAuthProvider>>();
  // @ts-expect-error the endpoints are needed
  auth.register("acme", app);
  // @ts-expect-error the proxy is needed
  auth.register("github", app);

  for (const provider of auth) expect<Same<typeof provider, AuthProvider>>();
  const list: [string[], boolean] = [auth.names(), auth.has("acme")];
  return list;
}

export async function keep(auth: AuthManager, subject: Subject) {
  const stored = await auth.storeCredentials("github", subject, { access_token: "gho_1", scope: "repo" });
  await auth.storeCredentials("github", { team: "7" }, stored);
  // @ts-expect-error an access token is needed
  await auth.storeCredentials("github", subject, { refreshToken: "ghr_1" });
  // @ts-expect-error a subject is needed
  await auth.storeCredentials("github", { accessToken: "gho_1" });
  const loaded = await auth.loadCredentials("github", subject);
  expect<Same<typeof stored | null, typeof loaded>>();
  expect<Same<typeof loaded, OAuth2UserCredentials | null>>();
  expect<Same<ReturnType<typeof auth.deleteCredentials>, Promise<boolean>>>();
  expect<Same<ReturnType<typeof auth.subjects>, Promise<Subject[]>>>();
}

export function listen(auth: AuthManager): EventTarget {
  auth.addEventListener("change", ({ detail }) => expect<Same<typeof detail, AuthSnapshot>>());
  auth.addEventListener("signedin", ({ detail }) => {
    expect<Same<typeof detail, AuthEventDetail>>();
    expect<Same<typeof detail.provider, string>>();
    expect<Same<typeof detail.subject, Subject>>();
    expect<Same<typeof detail.isRemote, boolean>>();
  });
  const onEnd = (event: AuthEventMap["reauthrequired"]) => expect<Same<typeof event.detail.error, unknown>>();
  auth.addEventListener("reauthrequired", onEnd, { once: true });
  auth.removeEventListener("reauthrequired", onEnd);
  auth.addEventListener("tokenrefreshed", { handleEvent: ({ detail }) => console.log(detail.provider) });
  auth.addEventListener("signedout", null);
  // @ts-expect-error in lower case
  auth.addEventListener("signedIn", onEnd);
  // @ts-expect-error a snapshot, not what happened to somebody
  auth.addEventListener("change", onEnd);
  expect<
    Same<
      keyof AuthEventMap,
      "change" | "signedin" | "signedout" | "tokenrefreshed" | "reauthrequired" | "error"
    >
  >();
  return auth;
}

/** React's, as its documentation declares it. */
declare function useSyncExternalStore<Snapshot>(
  subscribe: (onStoreChange: () => void) => () => void,
  getSnapshot: () => Snapshot,
  getServerSnapshot?: () => Snapshot,
): Snapshot;

export function useAuth(auth: AuthManager): string {
  const snapshot = useSyncExternalStore(auth.subscribe, auth.getSnapshot, auth.getSnapshot);
  expect<Same<typeof snapshot, AuthSnapshot>>();
  const { isAuthenticated, accounts = [] } = snapshot;
  expect<Same<typeof isAuthenticated, boolean | undefined>>();
  if (snapshot.isLoading) return "loading";
  expect<Same<typeof snapshot.isAuthenticated, boolean>>();
  expect<Same<typeof snapshot.provider, string | null>>();
  expect<Same<typeof snapshot.subject, Subject | null>>();
  expect<Same<typeof snapshot.expiresAt, number | null>>();
  expect<Same<typeof snapshot.accounts, readonly AuthAccount[]>>();
  // @ts-expect-error frozen
  snapshot.isAuthenticated = true;
  return (
    accounts.filter(({ isLive }) => isLive).map(({ provider, expiresAt }) => `${provider} ${expiresAt}`)[0] ??
    ""
  );
}
