// The identity provider of the stand-in: GET and POST /idp/authorize, and the exchange that the server does behind it.
// Owns: codes, single use, bound to the redirect URI and the PKCE challenge. Must not: know sessions.

import { createHash, randomBytes } from "node:crypto";
import { renderDecision, renderMessage } from "../identity-page.js";
import { people } from "./people.js";

export function createProvider({ switches }) {
  const codes = new Map();

  function sendBack(query, parameters) {
    const location = new URL(query.get("redirect_uri"));
    const answer = { ...parameters, state: query.get("state") };
    for (const [name, value] of Object.entries(answer)) location.searchParams.append(name, value);
    return { status: 302, headers: { Location: location.href } };
  }

  function approve(query, person) {
    const code = randomBytes(20).toString("hex");
    const [redirectUri, challenge] = [query.get("redirect_uri"), query.get("code_challenge")];
    codes.set(code, { person, redirectUri, challenge });
    return sendBack(query, { code });
  }

  return {
    answerAuthorize(request) {
      const query = new URLSearchParams(request.query);
      if (!URL.canParse(query.get("redirect_uri") ?? "")) {
        return renderMessage(400, "Unknown address", "There is no redirect URI.");
      }
      const { method, form } = request;
      if (switches.deny || form.decision === "cancel") return sendBack(query, { error: "access_denied" });
      if (method === "GET" && switches.autoApprove) return approve(query, people[0]);
      const person = people.find(({ username }) => username === form.person);
      if (form.decision === "authorize" && person) return approve(query, person);
      return renderDecision({ title: "Sign in", action: `${request.path}?${request.query}`, people });
    },

    /** Who the code was for, or null. */
    exchange({ code, redirectUri, verifier }) {
      const issued = codes.get(code);
      codes.delete(code);
      const challenge = createHash("sha256").update(verifier).digest("base64url");
      const proven = issued?.redirectUri === redirectUri && issued.challenge === challenge;
      return proven ? issued.person : null;
    },

    clear: () => codes.clear(),
  };
}
