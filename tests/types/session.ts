// A session, its credentials and its API client, as an app in TypeScript uses them.
// Owns: Session, GithubClient, the credentials' classes. Must not: run; the compiler is the test.

import {
  type AuthManager,
  GithubClient,
  type GithubResponse,
  type GithubUser,
  GithubUserCredentials,
  type OAuth2UserCredentials,
  type RateLimit,
  Session,
  type SessionOptions,
  type SkippedBinding,
  type Subject,
} from "portcullis";
import { expect, type Same } from "./expect.js";

// @ts-expect-error made by AuthManager.session
new Session();
// @ts-expect-error made by a session
new GithubClient();
// @ts-expect-error made by a sign-in
new GithubUserCredentials();

export async function open(auth: AuthManager, credentials: OAuth2UserCredentials, subject?: Subject) {
  const everything: Required<SessionOptions> = {
    subject: { team: "7" },
    providers: ["github", "acme"],
    withCredentials: { github: credentials, acme: { accessToken: "1" }, plus: { access_token: "2" } },
    overrides: {
      acme: { headers: { accept: "text/plain" }, baseUrl: "https://acme.example" },
      plus: { timeoutMs: 5000 },
    },
    autoRefresh: false,
  };
  await auth.session(everything);
  await auth.session({ subject });
  // @ts-expect-error a subject is text or plain JSON
  await auth.session({ subject: 7310452 });
  // @ts-expect-error a list
  await auth.session({ providers: "github" });
  // @ts-expect-error no such option
  await auth.session({ provider: "github" });
  // @ts-expect-error milliseconds
  await auth.session({ overrides: { acme: { timeoutMs: "5s" } } });
  await using session = await auth.session();
  expect<Same<typeof session, Session>>();
  return session.accessToken();
}

export async function use(session: Session) {
  expect<Same<typeof session.subject, Subject | null>>();
  expect<Same<typeof session.skipped, readonly SkippedBinding[]>>();
  for (const { name, reason } of session.skipped) {
    expect<Same<typeof name, string>>();
    expect<Same<typeof reason, unknown>>();
  }
  // @ts-expect-error read-only
  session.subject = "1";
  const response = await session.fetch("https://api.github.com/user/repos");
  await session.fetch(new URL("https://api.github.com/user"), { method: "PATCH", body: "{}" });
  await session.fetch(new Request("https://api.github.com/user"));
  expect<Same<typeof response, Response>>();
  // @ts-expect-error a URL is needed
  await session.fetch();

  await fetch("https://acme.example", { headers: await session.headers("acme") });
  expect<Same<ReturnType<typeof session.headers>, Promise<Record<string, string>>>>();
  expect<Same<ReturnType<typeof session.credentials>, OAuth2UserCredentials>>();
  expect<Same<ReturnType<typeof session.accessToken>, Promise<string>>>();
  await session.accessToken({ minValidity: 300, provider: "acme" });
  await session.refresh("github");
  await session.refresh();
  session.close();
}

export async function github({ github }: Session) {
  expect<Same<typeof github, GithubClient>>();
  const user = await github.getAuthenticatedUser();
  expect<Same<typeof user, GithubUser>>();
  expect<Same<typeof user.id, number>>();
  expect<Same<typeof user.login | typeof user.avatar_url | typeof user.html_url, string>>();
  expect<Same<typeof user.name | typeof user.email, string | null>>();
  // There is more in the answer, and nobody promises its type.
  expect<Same<(typeof user)["twitter_username"], unknown>>();

  const answer = await github.request("PATCH /repos/{owner}/{repo}", {
    owner: "o",
    repo: "r",
    private: true,
  });
  expect<Same<typeof answer, GithubResponse>>();
  expect<Same<typeof answer.data, unknown>>();
  expect<Same<typeof answer.status, number>>();
  expect<Same<typeof answer.headers, Headers>>();
  expect<Same<typeof answer.rateLimit, RateLimit>>();
  expect<Same<typeof answer.rateLimit.remaining | typeof answer.rateLimit.reset, number | null>>();
  const { data } = await github.request<{ full_name: string }>("/repos/o/r");
  expect<Same<typeof data.full_name, string>>();
  for await (const item of github.paginate("/user/repos")) expect<Same<typeof item, unknown>>();
  for await (const { id } of github.paginate<{ id: number }>("/search/code", { q: "x" })) {
    expect<Same<typeof id, number>>();
  }
  // @ts-expect-error a route is text
  await github.request({ url: "/user" });
}

export function facts(credentials: GithubUserCredentials): OAuth2UserCredentials {
  expect<Same<typeof credentials.accessToken, string>>();
  expect<Same<typeof credentials.tokenType, "Bearer">>();
  expect<Same<typeof credentials.refreshToken, string | null>>();
  expect<Same<typeof credentials.scope, string[] | null>>();
  expect<Same<typeof credentials.expiresIn, number | null>>();
  expect<Same<typeof credentials.expiresAt, number | null>>();
  expect<Same<typeof credentials.idToken, string | null>>();
  expect<Same<typeof credentials.raw, Record<string, unknown>>>();
  expect<Same<ReturnType<typeof credentials.isExpired>, boolean>>();
  expect<Same<ReturnType<typeof credentials.headers>, Record<string, string>>>();
  expect<Same<ReturnType<typeof credentials.toJSON>, Record<string, unknown>>>();
  expect<Same<ReturnType<typeof credentials.toString>, string>>();
  credentials.isExpired(300);
  // @ts-expect-error read-only
  credentials.accessToken = "gho_1";
  // @ts-expect-error may be unknown
  credentials.expiresAt - 60;
  // @ts-expect-error may be null
  credentials.scope.includes("repo");
  return credentials;
}
