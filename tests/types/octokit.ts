// Octokit with a session as its authentication, as an app in TypeScript makes it.
// Owns: authStrategy. Must not: run; the compiler is the test.

import { Octokit } from "@octokit/core";
import type { Session } from "portcullis";
import { authStrategy } from "portcullis/octokit";
import { expect, type Same } from "./expect.js";

export async function list(session: Session) {
  const octokit = new Octokit({ authStrategy, auth: session });
  const { data } = await octokit.request("GET /user/repos");
  const auth = authStrategy({ octokitOptions: { auth: session } });
  const { type, tokenType, token } = await auth();
  expect<Same<typeof type, "token">>();
  expect<Same<typeof tokenType, "oauth">>();
  expect<Same<typeof token, string>>();
  expect<Same<ReturnType<typeof auth.hook>, Promise<unknown>>>();
  // @ts-expect-error options are needed
  authStrategy();
  return data.length;
}
