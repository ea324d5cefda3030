// The code exchange that every measurement sends, and what the provider answers.
// Must hold no logic: the load generator and all servers read their facts here.

export const CLIENT_ID = "Ov23liBenchmark00000";
export const CLIENT_SECRET = "5f8a1c0e9b7d4d6e8f3a2b1c0d9e8f7a6b5c4d3e";
export const REDIRECT_URI = "https://app.example/callback";

export const EXCHANGE = {
  method: "POST",
  headers: {
    origin: "https://app.example",
    "content-type": "application/x-www-form-urlencoded",
  },
  body: new URLSearchParams({
    grant_type: "authorization_code",
    client_id: CLIENT_ID,
    code: "b4d5c6a7e8f90123b4d5",
    redirect_uri: REDIRECT_URI,
    code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  }).toString(),
};

export const TOKENS = {
  access_token: "gho_16C7e42F292c6912E7710c838347Ae178B4a",
  token_type: "bearer",
  scope: "repo,gist",
};

/** What the bare servers answer with: the headers of the proxy's own answer, written down a second time. */
export const ANSWER_HEADERS = {
  "cache-control": "no-store",
  pragma: "no-cache",
  "content-type": "application/json",
  "content-security-policy": "default-src 'none'",
  "x-content-type-options": "nosniff",
  vary: "Origin",
  "access-control-allow-origin": "https://app.example",
};
