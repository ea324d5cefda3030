// A session, its credentials and its API client, as an app in TypeScript uses them.
// Owns: Session, GithubClient, GithubUserCredentials, GithubUser. Must not: run; the compiler is the test.

import { GithubClient, type GithubUser, GithubUserCredentials, Session } from "portcullis";
import { expect, type Same } from "./expect.js";

// @ts-expect-error made by AuthManager.session
new Session();
// @ts-expect-error made by a session
new GithubClient();
// @ts-expect-error made by a sign-in
new GithubUserCredentials();

export async function use(session: Session) {
  expect<Same<typeof session.subject, string>>();
  // @ts-expect-error read-only
  session.subject = "1";
  const response = await session.fetch("https://api.github.com/user/repos");
  await session.fetch(new URL("https://api.github.com/user"), { method: "PATCH", body: "{}" });
  await session.fetch(new Request("https://api.github.com/user"));
  expect<Same<typeof response, Response>>();
  // @ts-expect-error a URL is needed
  await session.fetch();

  const user = await session.github.getAuthenticatedUser();
  expect<Same<typeof session.github, GithubClient>>();
  expect<Same<typeof user, GithubUser>>();
  expect<Same<typeof user.id, number>>();
  expect<Same<typeof user.login | typeof user.avatar_url | typeof user.html_url, string>>();
  expect<Same<typeof user.name | typeof user.email, string | null>>();
  // There is more in the answer, and nobody promises its type.
  expect<Same<(typeof user)["twitter_username"], unknown>>();
}

export function facts(credentials: GithubUserCredentials) {
  expect<Same<typeof credentials.accessToken, string>>();
  expect<Same<typeof credentials.tokenType, "Bearer">>();
  expect<Same<typeof credentials.refreshToken, string | null>>();
  expect<Same<typeof credentials.scope, string[] | null>>();
  expect<Same<typeof credentials.expiresIn, number | null>>();
  expect<Same<typeof credentials.expiresAt, number | null>>();
  expect<Same<typeof credentials.idToken, string | null>>();
  expect<Same<typeof credentials.raw, Record<string, unknown>>>();
  expect<Same<ReturnType<typeof credentials.toJSON>, Record<string, unknown>>>();
  expect<Same<ReturnType<typeof credentials.toString>, string>>();
  // @ts-expect-error read-only
  credentials.accessToken = "gho_1";
  // @ts-expect-error may be unknown
  credentials.expiresAt - 60;
  // @ts-expect-error may be null
  credentials.scope.includes("repo");
}
