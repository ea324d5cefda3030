// What went over the wire, read from the stand-in's log and from the browser's own list of requests.
// Owns: finding requests and decoding their forms. Must not: assert.

const AUTHORIZE = "/login/oauth/authorize";
const TOKEN = "/login/oauth/access_token";

/** Token requests that reached GitHub, with their forms decoded. */
export const tokenRequests = (github) =>
  github.log
    .filter(({ server, path }) => server === "web" && path === TOKEN)
    .map((entry) => ({ ...entry, form: form(entry.body) }));

/** Queries of the authorize pages that were opened; the posted decision is not counted. */
export const authorizeQueries = (github) =>
  github.log
    .filter(({ method, path }) => method === "GET" && path === AUTHORIZE)
    .map(({ query }) => new URLSearchParams(query));

export const apiRequests = (github, path) =>
  github.log.filter((entry) => entry.server === "api" && entry.path === path && entry.method !== "OPTIONS");

/** The browser's requests to a server, in order. */
export const requestsTo = (requests, origin) =>
  requests.filter((request) => new URL(request.url()).origin === origin);

export const form = (body) => Object.fromEntries(new URLSearchParams(body));

/** The Authorization headers of requests. */
export const bearers = (entries) => entries.map(({ headers }) => headers.authorization);
