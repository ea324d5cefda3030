// What an app in TypeScript configures: options of createAuth, and app credentials as objects.
// Owns: AuthOptions and what is in it, the classes of app credentials. Must not: run; the compiler is the test.

import {
  AppCredentials,
  type AppCredentialsClass,
  type AppOptions,
  type AuthManager,
  type AuthOptions,
  type CommonAuthOptions,
  createAuth,
  DiscordAppCredentials,
  type DiscordOptions,
  type Env,
  type EnvAuthOptions,
  GithubAppCredentials,
  type GithubOptions,
  GitlabAppCredentials,
  GitlabAuthProvider,
  type GitlabOptions,
  type GivenAuthOptions,
  type JsonObject,
  type JsonValue,
  OAuth2AppCredentials,
  type OAuth2Options,
  type PageOptions,
} from "portcullis";
import { expect, type Same } from "./expect.js";

const app = { clientId: "Ov23li", redirectUri: "https://app.example/cb" };
const least: GithubOptions = { ...app, proxyUrl: "/auth" };
const gitlab: GitlabOptions = app;
const discord: DiscordOptions = app;
const acme: OAuth2Options = {
  ...app,
  authorizationUrl: "https://acme.example/a",
  tokenUrl: "https://acme.example/t",
};
const page: PageOptions = { allowInsecureOrigin: true };
const common: CommonAuthOptions = { ...page, providers: { acme, intranet: { token: "1" } }, store: "local" };
const everything = {
  name: "ghe",
  clientId: "Ov23li",
  redirectUri: "https://app.example/cb",
  proxyUrl: "/auth",
  sealedCookie: true,
  authorizationUrl: "https://ghe.example/login/oauth/authorize",
  tokenUrl: "https://ghe.example/login/oauth/access_token",
  revocationUrl: "https://ghe.example/revoke",
  deviceUrl: "https://ghe.example/login/device/code",
  apiUrl: "https://ghe.example/api/v3",
  userInfoUrl: "https://ghe.example/api/v3/user",
  issuer: "https://ghe.example/login/oauth",
  host: "ghe.example",
  scope: ["read:user", "repo"],
  scopeSeparator: ",",
  extraParams: { allow_signup: "false" },
  tokenEndpointAuthMethod: "none",
  token: "ghp_1",
  extra: { team: 7, tags: ["a", null] },
} as const satisfies Required<AppOptions>;

const given: GivenAuthOptions = { ...common, github: everything, gitlab, discord };
expect<Same<ReturnType<typeof createAuth>, AuthManager>>();
createAuth(given);
createAuth({ github: least });
createAuth({ github: { token: "ghp_1" } });
createAuth({ github: { ...app, tokenUrl: "https://tokens.example/t" }, ...page });
createAuth({ github: { ...least, scope: "read:user repo" } });
createAuth({ gitlab: new GitlabAuthProvider(gitlab), discord: new DiscordAppCredentials(discord) });

// @ts-expect-error the proxy is needed
createAuth({ github: app });
// @ts-expect-error the secret belongs to the proxy
createAuth({ github: { ...least, clientSecret: "no" } });
// @ts-expect-error no such option
createAuth({ github: least, storage: "local" });
// @ts-expect-error a scope is a name
createAuth({ github: { ...least, scope: [1] } });
// @ts-expect-error parameters are text
createAuth({ github: { ...least, extraParams: { allow_signup: false } } });
// @ts-expect-error nothing else works in a page
createAuth({ github: { ...least, tokenEndpointAuthMethod: "client_secret_post" } });
// @ts-expect-error the endpoints are needed
createAuth({ providers: { acme: app } });
// @ts-expect-error an object of its own: portcullis/indexeddb
createAuth({ github: least, store: "indexeddb" });

/** With an environment, options may be left to it. */
export function fromEnvironment(env: Env): AuthOptions {
  const some: EnvAuthOptions = {
    env,
    github: { scope: "repo" },
    gitlab: {},
    discord: { scope: ["identify"] },
  };
  createAuth({ env });
  // @ts-expect-error still no such option
  createAuth({ env, github: { scopes: "repo" } });
  const github = GithubAppCredentials.fromEnv(env);
  expect<Same<typeof github, GithubAppCredentials>>();
  expect<Same<ReturnType<typeof github.with>, GithubAppCredentials>>();
  OAuth2AppCredentials.fromEnv(env, { name: "acme", scope: "a" }, page);
  return { ...some, github };
}

export function read(credentials: OAuth2AppCredentials) {
  const { name, clientId, redirectUri, authorizationUrl, tokenUrl, revocationUrl } = credentials;
  const { apiUrl, userInfoUrl, issuer, scope, scopeSeparator, extra, extraParams } = credentials;
  const texts = [name, clientId, redirectUri, authorizationUrl, tokenUrl, revocationUrl];
  expect<Same<typeof texts, string[]>>();
  expect<Same<typeof apiUrl | typeof userInfoUrl | typeof issuer | typeof scope, string>>();
  expect<Same<typeof scopeSeparator, string>>();
  expect<Same<typeof extra, JsonObject>>();
  expect<Same<(typeof extra)["team"], JsonValue>>();
  expect<Same<typeof extraParams, Readonly<Record<string, string>>>>();
  // @ts-expect-error immutable
  credentials.clientId = "other";
  // @ts-expect-error not shown
  credentials.token;
  // @ts-expect-error no such option
  credentials.with({ clientSecret: "no" });
}

new AppCredentials({ name: "acme" });
new OAuth2AppCredentials({ ...acme, name: "acme" }, page);
new GithubAppCredentials(everything);
new GitlabAppCredentials(gitlab);
// @ts-expect-error only a built-in provider has a name
new OAuth2AppCredentials(acme);
// @ts-expect-error not JSON
new GithubAppCredentials({ ...least, extra: { at: new Date() } });

/** App credentials that compute their options. */
class TenantAppCredentials extends OAuth2AppCredentials {
  constructor({ tenant, ...rest }: AppOptions & { clientId: string; redirectUri: string; tenant: string }) {
    const base = `https://${tenant}.acme.example`;
    super({ ...rest, name: "acme", authorizationUrl: `${base}/a`, tokenUrl: `${base}/t`, extra: { tenant } });
  }
  get tenant(): JsonValue | undefined {
    return this.extra.tenant;
  }
}
export const tenants: AppCredentialsClass<TenantAppCredentials> = TenantAppCredentials;
expect<Same<typeof changed, TenantAppCredentials>>();
export const changed = new TenantAppCredentials({ ...app, tenant: "one" }).with({ scope: "a b" });
