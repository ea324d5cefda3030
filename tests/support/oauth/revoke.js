// POST /oauth/revoke (RFC 7009): ends a token of the client that asks. An unknown token is a success, too.
// Must not: tell whether there was such a token.

import { errorAnswer, jsonAnswer } from "./answers.js";

export function answerRevoke({ clients, store }, { form }) {
  if (!form.token) return errorAnswer("invalid_request");
  if (!clients.some(({ clientId }) => clientId === form.client_id)) return errorAnswer("invalid_client", 401);
  store.revoke(form.token, form.client_id);
  return jsonAnswer({});
}
