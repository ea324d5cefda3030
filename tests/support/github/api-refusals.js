// What the API says no to before a route is asked: versions, rate limits, single sign-on.
// Owns: GitHub's texts and headers for these. null where there is nothing to refuse.
// Must not: know a route or count requests; api.js does.

import { apiError } from "./api-bodies.js";

const VERSIONS = ["2022-11-28", "2026-03-10"];
export const DEFAULT_VERSION = VERSIONS[0];
export const isSupported = (version) => VERSIONS.includes(version);

export function unsupportedVersion({ version }) {
  if (isSupported(version)) return null;
  const supported = VERSIONS.toReversed()
    .map((name, index) => (index === 0 ? `"${name}" (most recent)` : `"${name}"`))
    .join(", ");
  return apiError(
    400,
    `The version you specified in the "X-GitHub-API-Version" request header, "${version}", is not a supported version. The following versions are currently supported: ${supported}.`,
  );
}

const SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

export function rateLimited(forced, { bucket, token, app, address }) {
  if (forced === "secondary") return apiError(403, SECONDARY);
  if (forced === "secondaryRetryAfter") return apiError(429, SECONDARY, { "Retry-After": "60" });
  if (bucket.used < bucket.limit) return null;
  return apiError(403, `API rate limit exceeded for ${token?.login ?? app?.clientId ?? address}.`);
}

export function singleSignOn({ webUrl, switches }) {
  if (!switches.sso) return null;
  return apiError(
    403,
    "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.",
    {
      "X-GitHub-SSO": `required; url=${webUrl}/orgs/millrace-tools/sso?authorization_request=1`,
    },
  );
}
