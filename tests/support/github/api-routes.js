// The API's resources: the route table, /user, /user/emails and /rate_limit, with bodies shaped like GitHub's.
// Owns: which routes exist; `needsPerson` and `byApp` mean 401 without a token or the app's credentials, `free`
// outside the rate limit.
// Must not: check tokens, count requests or set shared headers; api.js does.

import { checkToken, deleteGrant, deleteToken } from "./api-applications.js";
import { apiError, json, ownerBody } from "./api-bodies.js";
import { listRepositories } from "./api-repositories.js";
import { rateLimitBody } from "./rate-limits.js";
import { repositoriesOf } from "./repositories.js";

const ROUTES = {
  "GET /user": { needsPerson: true, answer: getUser },
  "GET /user/emails": { needsPerson: true, answer: listEmails },
  "GET /user/repos": { needsPerson: true, answer: listRepositories },
  "GET /rate_limit": { free: true, answer: getRateLimit },
  "POST /applications/{client_id}/token": { byApp: true, answer: checkToken },
  "DELETE /applications/{client_id}/token": { byApp: true, answer: deleteToken },
  "DELETE /applications/{client_id}/grant": { byApp: true, answer: deleteGrant },
};

export function findRoute({ method, path }) {
  return ROUTES[`${method} ${path.replace(/^\/applications\/[^/]+\//, "/applications/{client_id}/")}`];
}

function getUser({ world, person }) {
  return json(
    {
      ...ownerBody(world, person),
      name: person.name,
      company: person.company,
      blog: "",
      location: person.location,
      email: person.email,
      hireable: null,
      bio: person.bio,
      twitter_username: null,
      public_repos: repositoriesOf(person).filter((repository) => !repository.private).length,
      public_gists: 0,
      followers: person.followers,
      following: person.following,
      created_at: person.createdAt,
      updated_at: "2026-10-30T16:20:05Z",
    },
    { "X-Accepted-OAuth-Scopes": "" },
  );
}

/** Without the scope GitHub says that there is no such page. */
function listEmails({ request, person: { login, id, email } }) {
  const headers = { "X-Accepted-OAuth-Scopes": "user, user:email" };
  const { scopes } = request.token;
  if (!scopes.includes("user") && !scopes.includes("user:email")) return apiError(404, "Not Found", headers);
  const address = (text, primary, visibility) => ({ email: text, primary, verified: true, visibility });
  const first = email ? address(email, true, "public") : address(`${login}@example.com`, true, "private");
  return json([first, address(`${id}+${login}@users.noreply.github.com`, false, null)], headers);
}

/** API version 2026-03-10 removed `rate`. */
function getRateLimit({ request }) {
  const core = rateLimitBody(request.bucket);
  const searchLimit = request.token ? 30 : 10;
  const search = { limit: searchLimit, used: 0, remaining: searchLimit, reset: core.reset };
  const resources = { core, search };
  const body = request.version === "2022-11-28" ? { resources, rate: core } : { resources };
  return json(body, { "Cache-Control": "no-cache" });
}
