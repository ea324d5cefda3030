// The page that every program runs in: /<program>/ makes the first authorization URL, /<program>/callback finishes the
// sign-in. Measures, in milliseconds. Must not know the programs.

const { origin, pathname } = location;
const name = pathname.split("/")[1];
const site = {
  origin,
  issuer: `${origin}/`,
  clientId: "benchmark",
  redirectUri: `${origin}/${name}/callback`,
  authorizationUrl: `${origin}/authorize`,
  tokenUrl: `${origin}/oauth/token`,
  apiUrl: `${origin}/api/`,
  scope: "profile email",
};
// What an authenticated request costs by itself, the browser's own work aside.
const stub = async () => new Response("{}");
let program;
const BATCHES = 21;

async function begin() {
  const start = performance.now();
  const { create } = await import(`/programs/${name}.js`);
  program = await create(site);
  const url = await program.authorizationUrl();
  const end = performance.now();
  const bytes = performance
    .getEntriesByType("resource")
    .filter(({ name }) => !name.endsWith("/page.js"))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  return { url, bytes, cold: end - start };
}

async function finish() {
  const bare = globalThis.fetch;
  let sent;
  // Before anything else: some programs keep the function that they find.
  globalThis.fetch = (input, init) => {
    if (String(input.url ?? input).startsWith(site.tokenUrl)) sent = performance.now();
    return bare(input, init);
  };
  const { create } = await import(`/programs/${name}.js`);
  program = await create(site);
  const start = performance.now();
  await program.callback();
  globalThis.fetch = bare;
  if (!sent) throw new Error(`${name} sent no token request.`);
  return { callback: sent - start };
}

/** Fast and wrong would not count. */
async function checkRequest(address) {
  let sent;
  globalThis.fetch = (...given) => {
    sent = new Request(...given);
    return stub();
  };
  await program.request(address);
  if (!sent?.headers.get("authorization")?.startsWith("Bearer at")) throw new Error(`${name} sent no token.`);
}

/** Of each action the median time of one, in batches that take turns: what else the machine does falls into few of them. */
async function timesOf(size, ...actions) {
  const timeOf = async (action) => {
    const start = performance.now();
    for (let index = 0; index < size; index += 1) await action();
    return (performance.now() - start) / size;
  };
  const times = actions.map(() => []);
  // The first half is to warm up.
  for (let batch = 0; batch < 2 * BATCHES; batch += 1) {
    for (const [index, action] of actions.entries()) times[index].push(await timeOf(action));
  }
  return times.map((list) => list.slice(BATCHES).sort((a, b) => a - b)[BATCHES >> 1]);
}

globalThis.bench = {
  visit: pathname.endsWith("/callback") ? finish() : begin(),

  async warm(size) {
    const bare = globalThis.fetch;
    const address = `${site.apiUrl}user`;
    await checkRequest(address);
    globalThis.fetch = stub;
    const init = { headers: { authorization: "Bearer 0123456789abcdef" } };
    const plain = () => fetch(address, init);
    const [least, whole] = await timesOf(size, plain, () => program.request(address));
    globalThis.fetch = bare;
    const [url] = await timesOf(size, () => {
      // Nobody has more than one sign-in under way.
      sessionStorage.clear();
      localStorage.clear();
      return program.authorizationUrl();
    });
    return { url, request: whole - least };
  },
};
