// The code flow step by step, and a client that keeps its own token, as an app in TypeScript uses them.
// Owns: OAuth2Flow and OAuth2Client. Must not: run; the compiler is the test.

import {
  type AuthManager,
  type AuthorizationRequest,
  type AuthorizeOptions,
  type GithubAppCredentials,
  type OAuth2Callback,
  OAuth2Client,
  type OAuth2ClientOptions,
  OAuth2Flow,
  type OAuth2FlowOptions,
  OAuth2UserCredentials,
  type RevokeOptions,
  type TokenAnswer,
} from "portcullis";
import { expect, type Same } from "./expect.js";

export function make(app: GithubAppCredentials) {
  const options: OAuth2FlowOptions = {
    defaultScope: ["repo"],
    tokenClass: OAuth2UserCredentials,
    fetch: (url, init) => fetch(url, { ...init, keepalive: true }),
    parseToken(answer) {
      expect<Same<typeof answer, unknown>>();
      return { access_token: String(answer), token_type: "Bearer" };
    },
  };
  new OAuth2Flow(app, { fetch });
  const parseToken = ({ data }: { data: TokenAnswer }) => ({ ...data, token_type: "Bearer" });
  new OAuth2Flow(app, { parseToken });
  // @ts-expect-error a token type is needed
  new OAuth2Flow(app, { parseToken: () => ({ access_token: "1" }) });
  // @ts-expect-error no such option
  new OAuth2Flow(app, { pkce: false });
  // @ts-expect-error app credentials are needed
  new OAuth2Flow({ clientId: "1" });
  return new OAuth2Flow(app, options);
}

export async function steps({ github }: AuthManager) {
  const { oauth2 } = github;
  expect<Same<typeof oauth2, OAuth2Flow>>();
  expect<Same<typeof oauth2.kind, "oauth2" | "device">>();
  expect<Same<typeof oauth2.tokenClass, typeof OAuth2UserCredentials>>();
  const everything: Required<AuthorizeOptions> = {
    scope: ["repo"],
    redirectUri: "https://app.example/other",
    extraParams: { prompt: "select_account", login: "ada-brook" },
    returnTo: "/inbox",
    appState: { draft: 7 },
    state: "0123456789012345678901",
    subject: { team: "7", person: "42" },
  };
  const request: AuthorizationRequest = oauth2.authorize(everything);
  expect<Same<ReturnType<typeof oauth2.authorize>, AuthorizationRequest>>();
  expect<Same<typeof request.authorizationUrl | typeof request.state, string>>();
  // @ts-expect-error synchronous
  oauth2.authorize().then;
  // @ts-expect-error parameters are text
  oauth2.authorize({ extraParams: { allow_signup: false } });

  const callback: OAuth2Callback = { code: "1", state: request.state, tokenParams: { audience: "api" } };
  const exchanged = await oauth2.exchange(callback);
  await oauth2.exchange({ url: "https://app.example/cb?code=1&state=2" });
  // @ts-expect-error a code without its state proves nothing
  await oauth2.exchange({ code: "1" });
  const refreshed = await oauth2.refresh();
  await oauth2.refresh({ subject: "7310452" });
  await oauth2.refresh({ refreshToken: "ghr_1", tokenParams: { audience: "api" } });
  await oauth2.refresh({ credentials: exchanged });
  await oauth2.refresh({ credentials: { accessToken: "1", refreshToken: "ghr_1" } });
  // @ts-expect-error no such option
  await oauth2.refresh({ token: "ghr_1" });
  expect<Same<typeof exchanged | typeof refreshed, OAuth2UserCredentials>>();

  const all: RevokeOptions = { credentials: exchanged };
  expect<Same<ReturnType<typeof oauth2.revoke>, Promise<boolean>>>();
  await oauth2.revoke(all);
  await oauth2.revoke({ token: "ghr_1", hint: "refresh_token" });
  // @ts-expect-error something to revoke
  await oauth2.revoke({ hint: "refresh_token" });
  oauth2.close();
}

export async function client(flow: OAuth2Flow, token: OAuth2UserCredentials) {
  const options: OAuth2ClientOptions = { token, scope: "repo", redirectUri: "https://app.example/other" };
  const made = flow.client(options);
  expect<Same<typeof made, OAuth2Client>>();
  expect<Same<ReturnType<typeof flow.createClient>, OAuth2Client>>();
  expect<Same<typeof made.token, OAuth2UserCredentials | null>>();
  made.token = null;
  // @ts-expect-error credentials of the package
  flow.client({ token: { accessToken: "1" } });
  // @ts-expect-error made by a flow
  new OAuth2Client();
  const { state } = made.createAuthorizationUrl({ scope: "gist" });
  const tokens = [await made.fetchToken({ code: "1", state }), await made.refreshToken()];
  expect<Same<typeof tokens, OAuth2UserCredentials[]>>();
  const response = await made.fetch(new URL("https://api.github.com/user"), { method: "HEAD" });
  expect<Same<typeof response, Response>>();
  expect<Same<ReturnType<typeof made.revokeToken>, Promise<boolean>>>();
}
