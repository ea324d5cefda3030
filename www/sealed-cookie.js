// A refresh token that the token proxy keeps in a sealed cookie (RFC 10017): no script can delete it, so whoever drops the
// credentials has the proxy end it.

import { recordOf } from "./credentials.js";

/** Best effort: what cannot be ended now is nobody's, and ends by itself. */
export async function endCookie(provider, credentials) {
  if (!provider.appCredentials.sealedCookie || !credentials?.refreshToken) return;
  try {
    const flow = provider.flow(recordOf(credentials).flow);
    await flow.revoke?.({ token: credentials.refreshToken, hint: "refresh_token" });
  } catch {} // as when nobody asks
}
