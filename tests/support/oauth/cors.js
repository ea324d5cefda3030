// CORS of the routes that pages call: any origin, no credentials.
// Must not: be used on the authorization endpoint, which is navigated to.

export const CORS_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "WWW-Authenticate",
};

export function answerPreflight({ methods, allow }) {
  return {
    status: 204,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": methods.join(", "),
      "Access-Control-Allow-Headers": allow.join(", "),
    },
  };
}
