// Answers of the token endpoint: GitHub's texts, and the three formats it offers by `Accept`.
// Owns: field names and order, comma-separated scope, error texts, HTTP 200 for errors.
// Must not: decide anything; token.js passes what to say.

const HELP = "https://docs.github.com/apps/managing-oauth-apps";
const TOKEN_HELP = `${HELP}/troubleshooting-oauth-app-access-token-request-errors/`;

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
  return format({ access_token: token.accessToken, ...expiry, scope, token_type: "bearer" }, accept);
}

export function answerOAuthError(error, accept) {
  const [error_description, error_uri] = ERROR_TEXTS[error] ?? [];
  return format(error_description ? { error, error_description, error_uri } : { error }, accept);
}

export function answerUnknownClient() {
  return { ...format({ error: "Not Found" }, "application/json"), status: 404 };
}

function format(fields, accept = "") {
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
