// GET /idp/logout: the provider's end_session_endpoint (OpenID Connect RP-Initiated Logout).
// Owns: that only the registered applications' origins are gone back to. Must not: end tokens; they live on, as there.

import { renderMessage } from "../identity-page.js";
import { redirect } from "./answers.js";

export function answerEndSession({ redirectUris }, request) {
  const query = new URLSearchParams(request.query);
  const target = query.get("post_logout_redirect_uri");
  if (!URL.canParse(target ?? "")) return renderMessage(200, "Signed out", "You are signed out.");
  const { origin } = new URL(target);
  if (redirectUris !== null && !redirectUris.some((uri) => new URL(uri).origin === origin)) {
    return renderMessage(400, "Unknown address", "The address to go back to is not registered.");
  }
  return redirect(302, target, { state: query.get("state") });
}
