// No object that an app can hold tells a secret, however it is printed: manager, providers, sessions, flows, clients,
// credentials, errors, events, snapshots; and nothing is left of one after a sign-out (C-24, T-21).
// Owns: looking for values, never for names. Requests and the demo are in secrets.test.js.

import assert from "node:assert/strict";
import { callbackFor, openOwnAcme, signInHere, signInThere, startAcme } from "./support/acme.js";
import { openApp, signInApp } from "./support/apps.js";
import { endToEnd } from "./support/harness.js";
import { openLab } from "./support/lab.js";
import { storedEverywhere } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";
import { installLook, logged, opened } from "./support/views.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });

/** No part of any secret, either: half of one is half a guess. */
function assertSilent(texts, secrets, where) {
  assert.ok(secrets.length && secrets.every((secret) => secret?.length >= 20), `secrets of ${where}`);
  const all = [texts].flat().join("\n");
  for (const secret of secrets)
    assert.ok(!all.includes(secret.slice(0, 20)), `${where} tells ${secret}:\n${all}`);
}

/** GitHub and acme signed in, every object that an app may hold in `held`, and every secret so far. */
async function holdEverything(world) {
  const { page, github } = world;
  world.allowConsole(/Failed to load resource/);
  await world.context.addInitScript(installLook);
  const acme = await startAcme(world);
  await openLab(world);
  github.switches.autoApprove = true;
  await page.evaluate(async (options) => {
    window.auth = await lab.auth({ token: "github_pat_of_the_app_itself" }, { providers: { acme: options } });
    window.events = [];
    for (const type of ["change", "signedin", "signedout", "tokenrefreshed", "reauthrequired", "error"]) {
      auth.addEventListener(type, (event) => events.push(event, event.detail));
    }
  }, acme.options);
  await signInHere(page, "github");
  const callback = await callbackFor(page, "acme");
  const secrets = await page.evaluate(async (url) => {
    const result = await auth.handleRedirect(url);
    const session = await auth.session();
    const { oauth2 } = auth.acme;
    const given = await auth.session({
      withCredentials: { acme: { accessToken: "given-to-the-session-only" } },
    });
    const before = session.credentials("acme");
    const renewed = await auth.acme.refresh();
    window.held = {
      ...{ auth, result, session, given, before, renewed, oauth2, events },
      providers: [...auth],
      apps: [...auth].map(({ appCredentials }) => appCredentials),
      flows: auth.github.flows(),
      client: oauth2.client({ token: renewed }),
      github: session.github,
      snapshot: auth.getSnapshot(),
      loaded: await auth.loadCredentials("github", "7310452"),
      parsed: auth.acme.parseUserCredentials({
        access_token: "parsed-by-the-provider",
        token_type: "bearer",
      }),
      app: auth.github.appToken,
      custom: await auth.storeCredentials("acme", "robot", { accessToken: "stored-by-the-app-itself" }),
    };
    const all = [before, renewed, held.loaded, held.parsed, held.app, held.custom, given.credentials("acme")];
    return all.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]).filter(Boolean);
  }, callback);
  assert.equal(secrets.length, 10);
  const verifiers = [...tokenRequests(github), ...acme.seen("/oauth/token")].flatMap(
    ({ form }) => form.code_verifier ?? [],
  );
  return { acme, secrets: [...secrets, ...verifiers] };
}

test("as text, as JSON, spread, and by every own member, no object tells a token or a verifier (C-24, T-21)", async (world) => {
  const { page } = world;
  const { secrets } = await holdEverything(world);
  const views = await page.evaluate(() => Object.entries(held).map(([name, value]) => [name, look(value)]));
  assert.equal(views.length, 18);
  for (const [name, text] of views) assertSilent(text, secrets, name);
  const shown = await page.evaluate(() => JSON.stringify(held.renewed));
  assert.match(shown, /"accessToken":"\[redacted\]","refreshToken":"\[redacted\]"/);
});

test("in the console, and opened to the last private member, no object tells a token or a verifier (T-21)", async (world) => {
  const { page } = world;
  const { secrets } = await holdEverything(world);
  const names = await page.evaluate(() => {
    for (const [name, value] of Object.entries(held)) window[`held.${name}`] = value;
    return Object.keys(held);
  });
  for (const name of names) assertSilent(await logged(page, `held.${name}`), secrets, name);
  // What is stored in memory only lies there as it is: whoever opens that far may see it.
  await page.evaluate(() => delete held.given);
  const found = await opened(page, "held");
  assert.ok(found.some((name) => name.startsWith("#")) && found.includes("7310452"), "it did look inside");
  assertSilent(
    found,
    secrets.filter((secret) => !secret.startsWith("given-")),
    "the developer tools",
  );
});

test("credentials of a class of the app's own print no secret either", async (world) => {
  const { page } = world;
  await world.context.addInitScript(installLook);
  const server = await openOwnAcme(world);
  const { result } = await signInThere(world, server, { flow: "billing" });
  const { accessToken, refreshToken } = result.credentials;
  const text = await page.evaluate(async () => {
    window.mine = (await auth.session()).credentials("acme");
    return look([mine, auth.acme, auth.acme.billing]);
  });
  assertSilent(
    [text, await logged(page, "mine"), ...(await opened(page, "mine"))],
    [accessToken, refreshToken],
    "mine",
  );
});

test("no error tells a token, code, verifier or state: in no member, cause or stack (C-24, C-31)", async (world) => {
  const { page, github } = world;
  const { acme, secrets } = await holdEverything(world);
  const codes = [
    await callbackFor(page, "acme"),
    await callbackFor(page, "acme"),
    await callbackFor(page, "github"),
  ];
  for (const callback of codes) {
    const { code, state } = Object.fromEntries(new URL(callback).searchParams);
    secrets.push(code, state);
  }
  acme.switches.token = "unavailable";
  const texts = await page.evaluate(
    async ([first, second, third, echo]) => {
      const session = await auth.session();
      const { accessToken, refreshToken } = session.credentials("acme");
      const failing = [
        async () => {
          throw (await auth.handleRedirect(first)).error;
        },
        () => auth.acme.oauth2.exchange({ url: third }),
        () => session.refresh("acme"),
        () => session.fetch(`https://elsewhere.example/${accessToken}`),
        () => session.fetch(echo, { headers: { authorization: `Bearer ${accessToken}` } }),
        () => auth.acme.oauth2.refresh({ refreshToken: [refreshToken] }),
        () => auth.session({ withCredentials: { acme: { refreshToken } } }),
        () => auth.session({ withCredentials: { [accessToken.slice(0, 8)]: { accessToken } } }),
        () => auth.storeCredentials("acme", "a", { accessToken: `${accessToken}\n` }),
        () => auth.acme.signIn({ appStat: accessToken }),
        async () => {
          throw (await auth.handleRedirect(second.replace("code=", "error=server_error&code="))).error;
        },
      ];
      const all = [];
      for (const call of failing) {
        try {
          await call();
        } catch (error) {
          all.push(look(error));
        }
      }
      return all;
    },
    [...codes, acme.echo],
  );
  assert.equal(texts.length, 11);
  github.reset();
  const lost = await page.evaluate(async () => {
    const error = await auth.github.refresh().catch((caught) => caught);
    return [look(error), look(events)];
  });
  for (const text of [...texts, ...lost]) assertSilent(text, secrets, "an error");
});

for (const kind of ["session", "local", "indexeddb"]) {
  test(`${kind}: no token in the address, the history, names or cookies, and after a sign-out in no storage (C-67, T-27)`, async (world) => {
    const { page, context, requests } = world;
    await openApp(world, kind);
    await signInApp(page);
    const secretsNow = () =>
      page.evaluate(async () => {
        const { accessToken, refreshToken } = await auth.loadCredentials("github", "7310452");
        return [accessToken, refreshToken];
      });
    const secrets = await secretsNow();
    await page.evaluate(() => auth.github.refresh());
    secrets.push(...(await secretsNow()));
    assert.equal(new Set(secrets).size, 4);
    const visible = async () => [
      page.url(),
      ...requests.map((request) => request.url()),
      JSON.stringify(await context.cookies()),
      JSON.stringify(await storedEverywhere(page)),
      await page.evaluate(() =>
        JSON.stringify([history.state, document.cookie, window.name, document.title]),
      ),
    ];
    assertSilent(await visible(), secrets, "the page");
    const kept = () =>
      page.evaluate(async () => {
        const texts = [JSON.stringify({ ...sessionStorage }), JSON.stringify({ ...localStorage })];
        for (const { name } of await indexedDB.databases()) {
          const records = await new Promise((resolve) => {
            indexedDB.open(name).onsuccess = ({ target: { result } }) => {
              const store = result.objectStoreNames[0];
              result.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) =>
                resolve(target.result);
              result.close();
            };
          });
          const bytes = (_, value) =>
            value instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(value)) : value;
          texts.push(JSON.stringify(records, bytes), String(records.length));
        }
        return texts;
      });
    if (kind === "indexeddb") assertSilent(await kept(), secrets, "the encrypted records");
    else assert.ok((await kept()).join().includes(secrets[2]), "where it is until the sign-out");
    await page.evaluate(() => auth.signOut());
    assertSilent([...(await kept()), ...(await visible())], secrets, "what is left");
  });
}
