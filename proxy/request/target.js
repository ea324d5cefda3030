// The target of a request as a URL, or `undefined` for what is no plain path and query (P-18): a fragment, an empty query,
// dot segments, a host that some runtimes let pass and no URL can have. Must not judge the path: routes do.

export function readTarget({ url }) {
  if (!URL.canParse(url)) return undefined;
  const target = new URL(url);
  return url === target.origin + target.pathname + target.search ? target : undefined;
}
