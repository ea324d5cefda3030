// The provider's API: who the person is, and an echo that shows what a request looked like when it arrived.
// Owns: that nothing is answered without a live access token (RFC 6750 section 3.1).
// Must not: take a token from the query.

import { jsonAnswer } from "./answers.js";

const bearer = ({ authorization = "" }) => /^bearer +(\S+)$/i.exec(authorization)?.[1];

export function answerUser({ store }, { headers }) {
  return store.isLive(bearer(headers)) ? jsonAnswer({ sub: "u-7", name: "Ada" }) : unauthorized();
}

export function answerEcho({ store }, { method, headers }) {
  const proven = [bearer(headers), headers["x-api-key"]].some((token) => store.isLive(token));
  return proven ? jsonAnswer({ method, headers }) : unauthorized();
}

function unauthorized() {
  return jsonAnswer({ error: "invalid_token" }, 401, { "WWW-Authenticate": 'Bearer error="invalid_token"' });
}
