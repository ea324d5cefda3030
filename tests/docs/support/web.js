// The addresses that documented code names, led to the stand-ins: the code runs as it is written.
// Owns: which address is whose. Must not: answer a request itself; what nobody named is not reachable.

const githubRoutes = ({ github, proxyUrl }) => ({
  "https://github.com": github.webUrl,
  "https://api.github.com": github.apiUrl,
  "http://127.0.0.1:8787": proxyUrl,
});

/** Nothing of the real web; GitHub and the token proxy at their documented addresses. */
export async function connectToStandIns(context, site) {
  await context.route(
    ({ protocol }) => protocol === "https:",
    (route) => route.abort(),
  );
  await connect(context, githubRoutes(site));
}

/** `routes`: from the start of a URL to what stands there instead. `change` may give another body for a path's JSON. */
export async function connect(context, routes, change = (_path, body) => body) {
  const starts = Object.keys(routes);
  const find = (url) => starts.find((start) => url.startsWith(start));
  await context.route(
    ({ href }) => find(href) !== undefined,
    async (route) => {
      const asked = route.request().url();
      const start = find(asked);
      const url = routes[start] + asked.slice(start.length);
      // A redirect is the browser's to follow.
      const response = await route.fetch({ url, maxRedirects: 0 });
      const headers = response.headers();
      // The next page is at the documented address, too.
      if (headers.link) headers.link = headers.link.replaceAll(routes[start], start);
      if (!/json/.test(headers["content-type"])) return route.fulfill({ response, headers });
      const json = change(new URL(url).pathname, await response.json());
      return route.fulfill({ response, headers, json });
    },
  );
}
