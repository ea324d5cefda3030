// The public types of `portcullis/octokit`.

/**
 * Octokit's requests through a session: `new Octokit({ authStrategy, auth: session })`. The session adds the token, renews it,
 * and sends it to its own API origin only. Source: github.com/octokit/core.js#authentication
 * @throws {ConfigError} when `auth` is no session.
 */
export declare function authStrategy(options: object): {
  (): Promise<{ type: "token"; tokenType: "oauth"; token: string }>;
  hook(request: unknown, route: unknown, parameters?: unknown): Promise<unknown>;
};
