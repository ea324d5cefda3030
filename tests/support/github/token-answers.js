// Answers of the token and device endpoints: GitHub's texts, and the three formats it offers by `Accept`.
// Owns: field names and order, comma-separated scope, error texts, HTTP 200 for errors.
// Must not: decide anything; token.js and device.js pass what to say.

const HELP = "https://docs.github.com/apps/managing-oauth-apps";
const TOKEN_HELP = `${HELP}/troubleshooting-oauth-app-access-token-request-errors/`;

// The only error that does not come with HTTP 200.
const DEVICE_FLOW_DISABLED = "device_flow_disabled";
const DEVICE_HELP =
  "https://docs.github.com/developers/apps/authorizing-oauth-apps#error-codes-for-the-device-flow";

const ERROR_TEXTS = {
  bad_verification_code: ["The code passed is incorrect or expired.", `${TOKEN_HELP}#bad-verification-code`],
  incorrect_client_credentials: [
    "The client_id and/or client_secret passed are incorrect.",
    `${TOKEN_HELP}#incorrect-client-credentials`,
  ],
  redirect_uri_mismatch: [
    "The redirect_uri MUST match the registered callback URL for this application.",
    `${HELP}/troubleshooting-authorization-request-errors/#redirect-uri-mismatch2`,
  ],
  bad_refresh_token: [
    "The refresh token passed is incorrect or expired.",
    `${TOKEN_HELP}#bad-verification-code`,
  ],
  authorization_pending: ["The authorization request is still pending.", DEVICE_HELP],
  slow_down: ["Too many requests have been made in the same timeframe.", "https://docs.github.com"],
  expired_token: ["This device code has expired.", DEVICE_HELP],
  token_expired: ["This device code has expired.", DEVICE_HELP],
  access_denied: ["The authorization request was denied.", DEVICE_HELP],
  incorrect_device_code: ["The device code is not valid.", DEVICE_HELP],
  [DEVICE_FLOW_DISABLED]: ["Device Flow must be explicitly enabled for this App", DEVICE_HELP],
};

export function answerTokens(token, accept) {
  const expiry =
    token.refreshToken === null
      ? {}
      : {
          expires_in: token.expiresIn,
          refresh_token: token.refreshToken,
          refresh_token_expires_in: token.refreshExpiresIn,
        };
  const scope = token.scopes.join(",");
  return answerFields({ access_token: token.accessToken, ...expiry, scope, token_type: "bearer" }, accept);
}

/** `extras` are further members of the answer. */
export function answerOAuthError({ error, ...extras }, accept) {
  const [error_description, error_uri] = ERROR_TEXTS[error] ?? [];
  const texts = error_description ? { error_description, error_uri } : {};
  const answer = answerFields({ error, ...texts, ...extras }, accept);
  return error === DEVICE_FLOW_DISABLED ? { ...answer, status: 400 } : answer;
}

export function answerUnknownClient() {
  return { ...answerFields({ error: "Not Found" }, "application/json"), status: 404 };
}

/** GitHub's page for a server in trouble. */
export function answerUnicorn() {
  return {
    status: 502,
    headers: { "Content-Type": "text/html; charset=utf-8" },
    body: "<!DOCTYPE html><title>Unicorn! &middot; GitHub</title><h1>Unicorn!</h1><p>We had issues producing the response to your request.</p>",
  };
}

export function answerFields(fields, accept = "") {
  const [type, body] = accept.includes("application/json")
    ? ["application/json", JSON.stringify(fields)]
    : accept.includes("application/xml")
      ? ["application/xml", toXml(fields)]
      : ["application/x-www-form-urlencoded", new URLSearchParams(fields).toString()];
  return {
    status: 200,
    headers: {
      "Content-Type": `${type}; charset=utf-8`,
      "Cache-Control": "max-age=0, private, must-revalidate",
    },
    body,
  };
}

function toXml(fields) {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><OAuth>${elements.join("")}</OAuth>`;
}
