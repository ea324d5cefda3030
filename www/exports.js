// What both entries export besides createAuth. Nothing else.

export { GithubUserCredentials } from "./credentials.js";
export { AuthError, ConfigError, OAuthError } from "./errors.js";
export { OAuth2Flow } from "./flow.js";
export { GithubClient } from "./github-client.js";
export { AuthManager } from "./manager.js";
export { GithubAuthProvider } from "./provider.js";
export { Session } from "./session.js";
