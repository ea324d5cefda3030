// What one person does with one program, in a browser that knows nothing of it yet: two visits, a sign-in, and much work
// on the page after it; and once more, one visit on a slow line. Must not know what the numbers are for.

/** As a phone on 4G: round trips of 150 ms, 1.6 Mbit/s, and a quarter of this machine's speed. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const SLOWDOWN = 4;

/** All measurements of one program in one round, by name. */
export async function visitAll(browser, origin, name, batch) {
  const address = `${origin}/${name}/`;
  const slow = await inFreshContext(browser, async (page) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", NETWORK);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
    return visit(page, address);
  });
  return inFreshContext(browser, async (page) => {
    const first = await visit(page, address);
    const second = await visit(page, address);
    const { callback } = await visit(page, second.url);
    const { url, request } = await page.evaluate((size) => bench.warm(size), batch);
    return {
      bytes: first.bytes,
      cold: first.cold,
      cached: second.cold,
      slow: slow.cold,
      url,
      callback,
      request,
    };
  });
}

async function inFreshContext(browser, action) {
  const context = await browser.newContext();
  try {
    return await action(await context.newPage());
  } finally {
    await context.close();
  }
}

async function visit(page, address) {
  await page.goto(address);
  return page.evaluate(() => bench.visit);
}
