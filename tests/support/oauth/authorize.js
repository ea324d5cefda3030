// GET /oauth/authorize: checks the request and sends the person back at once; nobody has to press anything.
// Owns: the order of the checks. A client or redirect URI that is not known gets no redirect (RFC 6749 section 4.1.2.1).
// Must not: issue tokens.

export function answerAuthorize({ clients, switches, store }, { query: text }) {
  const query = new URLSearchParams(text);
  const client = clients.find(({ clientId }) => clientId === query.get("client_id"));
  const redirectUri = query.get("redirect_uri");
  if (!client?.redirectUris.includes(redirectUri)) {
    const body = "The client or its redirect URI is not registered.";
    return { status: 400, headers: { "Content-Type": "text/plain; charset=utf-8" }, body };
  }
  const error = findError(query, switches);
  const code = () =>
    store.issueCode({
      clientId: client.clientId,
      redirectUri,
      scope: query.get("scope") ?? "",
      challenge: query.get("code_challenge"),
    });
  const location = new URL(redirectUri);
  const state = query.get("state");
  const parameters = { ...(error ? { error } : { code: code() }), state, iss: switches.issuer };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) location.searchParams.append(name, value);
  }
  return { status: 302, headers: { Location: location.href, "Cache-Control": "no-store" } };
}

function findError(query, { deny }) {
  if (query.get("response_type") !== "code") return "unsupported_response_type";
  const hashed = /^[\w-]{43}$/.test(query.get("code_challenge") ?? "");
  if (!hashed || query.get("code_challenge_method") !== "S256") return "invalid_request";
  return deny ? "access_denied" : null;
}
