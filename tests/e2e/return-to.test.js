// What a sign-in carries across for the app: where to go afterwards, and the app's own data.
// Owns: returnTo and appState. Must not: navigate to a hostile address; the result is looked at instead.

import assert from "node:assert/strict";
import { authorize, signInButton } from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { approve, freshCallback, handle, openLab } from "./support/lab.js";

const test = endToEnd();

async function roundTrip(world, options) {
  const result = await handle(world.page, await freshCallback(world, options));
  assert.equal(result.success, true);
  return result;
}

test("returnTo that could leave the origin becomes / (C-62, T-07)", async (world) => {
  await openLab(world);
  const hostile = [
    ...["//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example"],
    ...[
      "https://evil.example/",
      "HTTPS:evil.example",
      "javascript:alert(1)",
      "data:text/html,x",
      "http:/evil.example",
    ],
    ...[
      "\t//evil.example",
      "/\t/evil.example",
      "/\n/evil.example",
      " //evil.example",
      "/\u0000/evil.example",
    ],
    ...["%2f%2fevil.example", "/%2fevil.example", "/%2Fevil.example", "/%5cevil.example", "%2f/evil.example"],
    ...["/%09/evil.example", "/%0d%0a/evil.example", "evil.example", "./evil", "?a=b", "#a"],
    ...[`${world.url}/inside`, `${world.url}@evil.example/`],
  ];
  for (const returnTo of hostile) {
    assert.equal((await roundTrip(world, { returnTo })).returnTo, "/", JSON.stringify(returnTo));
  }
});

test("a path of this origin comes back as it was, with query and fragment (C-62)", async (world) => {
  await openLab(world);
  for (const returnTo of [
    "/",
    "/settings?tab=a%20b&next=%2Finbox#part",
    "/a//b",
    "/search?q=https://evil.example",
    "/ünï",
  ]) {
    assert.equal((await roundTrip(world, { returnTo })).returnTo, returnTo);
  }
  assert.equal((await roundTrip(world, {})).returnTo, undefined);
});

test("the demo comes back to where the sign-in began, query and all (C-62)", async ({ page, url }) => {
  const start = `${url}/?from=mail&note=a%20b&mode=redirect`;
  await page.goto(start);
  await signInButton(page).click();
  await authorize(page);
  assert.equal(page.url(), start);
});

test("appState comes back as it was given", async (world) => {
  await openLab(world);
  const values = [
    {
      list: [1, 2.5, -0.001, 1e21, null, true, "é ☂ 🏰"],
      nested: { empty: {}, none: [] },
      "a key.with:marks": "",
    },
    "text",
    "",
    0,
    false,
    [],
  ];
  for (const appState of values) {
    assert.deepEqual((await roundTrip(world, { appState })).appState, appState);
  }
});

test("a member named __proto__ does not become a prototype on its way (C-20, T-18)", async (world) => {
  const { page } = world;
  await openLab(world);
  const authorizationUrl = await page.evaluate(async () => {
    const appState = JSON.parse(
      `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}`,
    );
    return (await lab.auth()).github.oauth2.authorize({ appState }).authorizationUrl;
  });
  const { polluted, a } = await page.evaluate(
    async (address) => {
      const { appState } = await (await lab.auth()).handleRedirect(address);
      return { polluted: [appState.polluted, {}.polluted], a: appState.a };
    },
    await approve(world.github, authorizationUrl),
  );
  assert.deepEqual(polluted, [undefined, undefined]);
  assert.equal(a, 1);
});
