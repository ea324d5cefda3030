// What both entries export besides createAuth. Nothing else.

export {
  AuthManager,
  GithubAuthProvider,
  GithubClient,
  GithubUserCredentials,
  OAuth2Flow,
  Session,
} from "../pkg/portcullis.js";
export { AuthError, ConfigError, OAuthError } from "./errors.js";
