// Reading parameters as GitHub's login endpoints do: query, form and JSON, a body parameter wins over the query.
// Must not: know which parameters there are.

export function readParameters({ query, headers, body }) {
  const parameters = Object.fromEntries(new URLSearchParams(query));
  if (!/^application\/json\b/i.test(headers["content-type"] ?? "")) {
    return { ...parameters, ...Object.fromEntries(new URLSearchParams(body)) };
  }
  try {
    const strings = Object.entries(JSON.parse(body) ?? {}).filter(([, value]) => typeof value === "string");
    return { ...parameters, ...Object.fromEntries(strings) };
  } catch {
    return parameters;
  }
}
