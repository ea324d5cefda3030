// Owns: the package's own modules for the test page, loaded one after the other: the test runner's server leaves requests
// unanswered when a browser opens many connections at once.
// Must not: hold anything of its own. The order is that of their imports; `api.rs` names the same files.

export const { address } = await import("../../www/page.js");
export const { GithubUserCredentials } = await import("../../www/credentials.js");
export const { renew } = await import("../../www/renewals.js");
export const { GithubClient } = await import("../../www/github-client.js");
export const { OAuth2Flow } = await import("../../www/flow.js");
export const { GithubAuthProvider } = await import("../../www/provider.js");
export const { Session } = await import("../../www/session.js");
export const { AuthManager } = await import("../../www/manager.js");
