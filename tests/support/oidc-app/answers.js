// The shapes of an answer that both dialects share: JSON, a redirect, and who sent which bearer token.
// Must not: decide which.

export function jsonAnswer(body, status = 200, headers = {}) {
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** `parameters` without a value are left out; a query that is there stays (RFC 6749 section 3.1.2). */
export function redirect(status, target, parameters = {}) {
  const location = new URL(target);
  for (const [name, value] of Object.entries(parameters)) {
    if (value) location.searchParams.append(name, value);
  }
  return { status, headers: { Location: location.href } };
}

export const bearerOf = ({ headers }) => /^bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
