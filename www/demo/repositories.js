// The demo's one authenticated API call: asks for the repositories and lists them.
// The session adds the token; this file must never see it.
import { byId, element } from "./dom.js";

const SHOWN = 8;

/** Resolves with the list and how long it took; rejects with something that has a `code` for its words. */
export async function fetchRepositories(session, apiUrl) {
  const started = performance.now();
  const response = await session.fetch(`${apiUrl}/user/repos`);
  if (!response.ok) throw refusal(response);
  const list = await response.json().catch(() => null);
  if (!Array.isArray(list)) throw Object.assign(new Error("Not a list."), { code: "invalid_response" });
  return { list, status: response.status, milliseconds: Math.round(performance.now() - started) };
}

function refusal({ status, headers }) {
  const limited = status === 429 || headers.get("x-ratelimit-remaining") === "0";
  const code = limited ? "rate_limited" : status < 500 ? "api_error" : "server_error";
  return Object.assign(new Error("The API answered GET /user/repos with an error."), { code, status });
}

export function clearRepositories() {
  byId("repositories").replaceChildren();
}

/** Returns how many there are, in words. */
export function showRepositories({ list, status, milliseconds }) {
  const count = list.length === 1 ? "1 repository" : `${list.length} repositories`;
  const request = element("code", {}, `GET /user/repos · ${status} · ${milliseconds} ms`);
  const summary = element("p", { className: "summary" }, element("span", {}, count), request);
  const items = element("ul", {}, ...list.slice(0, SHOWN).map(repositoryItem));
  byId("repositories").replaceChildren(summary, items);
  if (list.length > SHOWN)
    byId("repositories").append(element("p", { className: "hint" }, `and ${list.length - SHOWN} more`));
  return count;
}

function repositoryItem(repository) {
  const item = element("li", {}, element("div", {}, repositoryName(repository)));
  if (repository.private) item.firstChild.append(" ", element("span", { className: "tag" }, "Private"));
  if (repository.description) item.append(element("p", { className: "about" }, repository.description));
  return item;
}

function repositoryName({ full_name: name, html_url: url }) {
  // The address is data: only a web address may become a link.
  return /^https?:\/\//.test(url) ? element("a", { href: url }, name) : element("span", {}, name);
}
