// The dialect of py-oidc-auth's routes: RFC 6749 and RFC 8628 in other words. What the engine sends is put into these, and the
// answers into those of the RFCs. Must not: decide what an answer is worth.

const fields = [
  ["grant_type"],
  ["client_id"],
  ["scope"],
  ["refresh_token", "refresh-token"],
  ["device_code", "device-code"],
];

/** In the place of `fetch`. */
export async function speakPyOidcAuth(url, init) {
  const form = new URLSearchParams(init.body);
  for (const [name, theirs] of fields) {
    const value = form.get(name);
    form.delete(name);
    if (theirs && value !== null) form.set(theirs, value);
  }
  const response = await fetch(url, { ...init, body: `${form}` });
  const { ok, status } = response;
  const body = await response.json().catch(() => null);
  return new Response(JSON.stringify(ok ? tokenOf(body) : errorOf(body, status)), { status });
}

/** Absolute times, where RFC 6749 has a lifetime; under the first of these names that is there. */
function tokenOf(body) {
  const { expires, exp, expires_at } = Object(body);
  const end = Number(expires ?? exp ?? expires_at);
  return end > 0 ? { expires_in: Math.max(0, end - Math.floor(Date.now() / 1000)), ...body } : body;
}

/** `{"detail": "Upstream OIDC error: {…}"}` holds what the provider said. */
function errorOf(body, status) {
  const { detail } = Object(body);
  if (typeof detail !== "string") return body;
  try {
    const said = JSON.parse(detail.slice(detail.indexOf("{")));
    if (said.error) return said;
  } catch {} // not the provider's words, but the server's own
  // Everything else says nothing about the token.
  return status === 400 || status === 401 ? { error: "invalid_grant", error_description: detail } : {};
}
