// `portcullis/octokit`: Octokit's requests through a session, which adds the token, renews it and says where it may go.
// Knows what Octokit asks of an authentication strategy, and no rule about tokens.

import { misuse } from "./errors.js";

export function authStrategy(options) {
  // Octokit also spreads the session's members into the options, but not its methods.
  const session = options?.octokitOptions?.auth;
  if (typeof session?.fetch !== "function" || typeof session.accessToken !== "function") {
    throw misuse("invalid_option", "auth", "must be a Portcullis session.");
  }
  const fetch = (input, init) => session.fetch(input, init);
  const auth = async () => ({ type: "token", tokenType: "oauth", token: await session.accessToken() });
  auth.hook = (request, route, parameters) => {
    const endpoint = request.endpoint.merge(route, parameters);
    return request({ ...endpoint, request: { ...endpoint.request, fetch } });
  };
  return auth;
}
