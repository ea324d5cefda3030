// Every name that an entry exports as a value, and that both client entries have the same classes.
// Owns: the list. That the built files export the same names is proved in tests/package.

import type * as main from "portcullis";
import type * as proxy from "portcullis/proxy";
import type * as node from "portcullis/proxy/node";
import type * as slim from "portcullis/slim";
import { expect, type Same } from "./expect.js";

type Errors = "AuthError" | "ConfigError" | "OAuthError";
type Classes =
  | "AuthManager"
  | "GithubAuthProvider"
  | "GithubClient"
  | "GithubUserCredentials"
  | "OAuth2Flow"
  | "Session";

expect<Same<keyof typeof main, "createAuth" | Errors | Classes>>();
expect<Same<keyof typeof slim, "init" | "createAuth" | Errors | Classes>>();
expect<Same<keyof typeof proxy, "createTokenProxy" | "ProxyConfigError">>();
expect<Same<keyof typeof node, "serveTokenProxy">>();

expect<Same<typeof slim.AuthError, typeof main.AuthError>>();
expect<Same<slim.AuthOptions, main.AuthOptions>>();
