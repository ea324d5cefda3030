// The refusals of the six routes: the status of each code, and which routes can answer it.
// Must not: decide when.

const ERRORS = {
  rate_limited: { status: 429, paths: ["/auth/login"], description: "Too many sign-ins" },
  invalid_state: { status: 400, paths: ["/auth/callback"], description: "Unknown or used state" },
  missing_code: { status: 400, paths: ["/auth/callback"], description: "No code" },
  token_exchange_failed: { status: 500, paths: ["/auth/callback"], description: "The exchange failed" },
  csrf_failed: { status: 403, paths: ["/auth/refresh", "/auth/logout"], description: "Foreign origin" },
  not_authenticated: { status: 401, paths: ["/auth/userinfo", "/auth/refresh"] },
  no_refresh_token: { status: 400, paths: ["/auth/refresh"], description: "Nothing to refresh with" },
  refresh_failed: { status: 500, paths: ["/auth/refresh"], description: "The refresh failed" },
};

export const ERROR_NAMES = Object.keys(ERRORS);

export const canAnswer = (error, path) => ERRORS[error].paths.includes(path);

export function jsonAnswer(body, status = 200, headers = {}) {
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

export function errorAnswer(error) {
  const { status, description } = ERRORS[error];
  return jsonAnswer({ error, error_description: description }, status);
}
