// The two shapes of the token and revocation endpoints: a JSON body, and an OAuth error (RFC 6749 section 5).
// Must not: decide which.

export function jsonAnswer(body, status = 200, headers = {}) {
  return {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

export const errorAnswer = (error, status = 400) => jsonAnswer({ error }, status);
