// Every name that an entry exports as a value, and that both client entries have the same classes.
// Owns: the list. That the built files export the same names is proved in tests/package.

import type * as main from "portcullis";
import type * as callback from "portcullis/callback";
import type * as deviceCode from "portcullis/device-code";
import type * as indexeddb from "portcullis/indexeddb";
import type * as octokit from "portcullis/octokit";
import type * as proxy from "portcullis/proxy";
import type * as node from "portcullis/proxy/node";
import type * as worker from "portcullis/proxy/worker";
import type * as react from "portcullis/react";
import type * as signIn from "portcullis/sign-in";
import type * as slim from "portcullis/slim";
import type * as testing from "portcullis/testing";
import { expect, type Same } from "./expect.js";

type Errors = "AuthError" | "AuthFlowCancelled" | "AuthFlowTimeout" | "ConfigError" | "OAuthError";
type Kinds = "Discord" | "Github" | "Gitlab" | "OAuth2";
type Classes =
  | "AppCredentials"
  | "AuthFlowManager"
  | "AuthManager"
  | "AuthProvider"
  | "BaseAuthFlow"
  | "DeviceFlow"
  | "GithubClient"
  | "GithubUserCredentials"
  | "HostAuthProvider"
  | "OAuth2Client"
  | "OAuth2Flow"
  | "OAuth2UserCredentials"
  | "ServerSession"
  | "Session"
  | `${Kinds}AppCredentials`
  | `${Kinds}AuthProvider`;
type Functions = "authenticate" | "createAuth" | "detectEnvironment" | "flow";
type Everything = Functions | Errors | Classes;

expect<Same<keyof typeof main, Everything>>();
expect<Same<keyof typeof slim, "init" | Everything>>();
expect<Same<keyof typeof callback, never>>();
expect<Same<keyof typeof deviceCode, "PortcullisDeviceCode">>();
expect<Same<keyof typeof signIn, "PortcullisSignIn">>();
expect<Same<keyof typeof indexeddb, "IndexedDbStore">>();
expect<Same<keyof typeof octokit, "authStrategy">>();
expect<Same<keyof typeof react, "useAuth">>();
expect<Same<keyof typeof testing, "people" | "startGithub" | "startGithubWithProxy">>();
type Proxy = "createTokenProxy" | "memoryRateLimiter" | "optionsFromEnv" | "ProxyConfigError";
expect<Same<keyof typeof proxy, Proxy>>();
expect<Same<keyof typeof node, "createNodeListener" | "serveTokenProxy">>();
expect<Same<keyof typeof worker, "default">>();

expect<Same<typeof slim.AuthError, typeof main.AuthError>>();
expect<Same<slim.AuthOptions, main.AuthOptions>>();
