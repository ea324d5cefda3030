// GET /user/repos: paging with the Link header, and private repositories only for the `repo` scope.
// Owns: the page arithmetic and a repository's body.
// Must not: check tokens; api.js passes the person and the token.

import { json, ownerBody } from "./api-bodies.js";
import { repositoriesOf } from "./repositories.js";

export function listRepositories({ world, request, person, query }) {
  const seesPrivate = request.token.scopes.includes("repo");
  const all = repositoriesOf(person).filter((repository) => seesPrivate || !repository.private);
  const perPage = within(query.get("per_page"), 30, 100);
  const page = within(query.get("page"), 1, Number.MAX_SAFE_INTEGER);
  const shown = all.slice((page - 1) * perPage, page * perPage);
  const link = linkHeader(`${world.apiUrl}${request.path}`, query, page, Math.ceil(all.length / perPage));
  return json(
    shown.map((repository) => repositoryBody(world, person, repository)),
    { "X-Accepted-OAuth-Scopes": "", ...(link ? { Link: link } : {}) },
  );
}

function within(text, fallback, most) {
  return /^[1-9]\d*$/.test(text ?? "") ? Math.min(Number(text), most) : fallback;
}

/** GitHub's order, and only the relations that lead somewhere; no header when there is one page. */
function linkHeader(url, query, page, last) {
  const relations = [];
  if (page > 1) relations.push(["prev", page - 1]);
  if (page < last) relations.push(["next", page + 1], ["last", last]);
  if (page > 1) relations.push(["first", 1]);
  return relations
    .map(([relation, target]) => {
      const parameters = new URLSearchParams(query);
      parameters.set("page", String(target));
      return `<${url}?${parameters}>; rel="${relation}"`;
    })
    .join(", ");
}

function repositoryBody(world, person, repository) {
  const fullName = `${person.login}/${repository.name}`;
  return {
    id: repository.id,
    node_id: Buffer.from(`010:Repository${repository.id}`).toString("base64"),
    name: repository.name,
    full_name: fullName,
    private: repository.private,
    owner: ownerBody(world, person),
    html_url: `${world.webUrl}/${fullName}`,
    description: repository.description,
    fork: false,
    url: `${world.apiUrl}/repos/${fullName}`,
    created_at: person.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.updatedAt,
    stargazers_count: repository.stars,
    language: repository.language,
    visibility: repository.private ? "private" : "public",
    default_branch: "main",
    permissions: { admin: true, maintain: true, push: true, triage: true, pull: true },
  };
}
