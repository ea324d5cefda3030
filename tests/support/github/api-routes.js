// The API's resources: the route table, GET /user and GET /rate_limit, with bodies shaped like GitHub's.
// Owns: which routes exist; `needsPerson` means 401 without a token, `free` outside the rate limit.
// Must not: check tokens, count requests or set shared headers; api.js does.

import { json, ownerBody } from "./api-bodies.js";
import { listRepositories } from "./api-repositories.js";
import { rateLimitBody } from "./rate-limits.js";
import { repositoriesOf } from "./repositories.js";

export const API_ROUTES = {
  "GET /user": { needsPerson: true, answer: getUser },
  "GET /user/repos": { needsPerson: true, answer: listRepositories },
  "GET /rate_limit": { free: true, answer: getRateLimit },
};

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

/** API version 2026-03-10 removed `rate`. */
function getRateLimit({ request }) {
  const core = rateLimitBody(request.bucket);
  const searchLimit = request.token ? 30 : 10;
  const search = { limit: searchLimit, used: 0, remaining: searchLimit, reset: core.reset };
  const resources = { core, search };
  const body = request.version === "2022-11-28" ? { resources, rate: core } : { resources };
  return json(body, { "Cache-Control": "no-cache" });
}
