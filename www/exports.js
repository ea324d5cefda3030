// What both entries export besides createAuth. Nothing else.

export {
  AppCredentials,
  DiscordAppCredentials,
  GithubAppCredentials,
  GitlabAppCredentials,
  OAuth2AppCredentials,
} from "./app-credentials.js";
export { GithubUserCredentials, OAuth2UserCredentials } from "./credentials.js";
export { DeviceFlow } from "./device-flow.js";
export { AuthError, AuthFlowCancelled, AuthFlowTimeout, ConfigError, OAuthError } from "./errors.js";
export { BaseAuthFlow, flow } from "./flow.js";
export { GithubClient } from "./github-client.js";
export { AuthManager } from "./manager.js";
export { OAuth2Client } from "./oauth2-client.js";
export { OAuth2Flow } from "./oauth2-flow.js";
export {
  AuthProvider,
  DiscordAuthProvider,
  GithubAuthProvider,
  GitlabAuthProvider,
  OAuth2AuthProvider,
} from "./provider.js";
export { authenticate } from "./server/authenticate.js";
export { HostAuthProvider } from "./server/host-provider.js";
export { ServerSession } from "./server/server-session.js";
export { Session } from "./session.js";
export { detectEnvironment } from "./sign-in/environment.js";
export { AuthFlowManager } from "./sign-in/flow-manager.js";
