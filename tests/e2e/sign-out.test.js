// Signing out: who is forgotten, and that it wins over a sign-in under way.
// Owns: signOut and the arguments of handleRedirect that no type would allow. Renewal races are in session.test.js.

import assert from "node:assert/strict";
import { endToEnd } from "./support/harness.js";
import { freshCallback, handle, openLab, signInAtLab } from "./support/lab.js";
import { portcullisKeys } from "./support/storage.js";
import { tokenRequests } from "./support/traffic.js";

const test = endToEnd();

async function signInBoth(world) {
  await signInAtLab(world);
  world.github.switches.user = "jun-okafor";
  await handle(world.page, await freshCallback(world));
}

test("without a subject everybody is signed out: no older session takes the place (T-27)", async (world) => {
  await signInBoth(world);
  const code = await world.page.evaluate(async () => {
    const auth = await lab.auth();
    await auth.signOut();
    return auth.session().catch((error) => error.code);
  });
  assert.equal(code, "not_signed_in");
  assert.deepEqual(await portcullisKeys(world.page), []);
});

test("with a subject, the others stay", async (world) => {
  await signInBoth(world);
  const left = await world.page.evaluate(async () => {
    const auth = await lab.auth();
    await auth.signOut({ subject: "24816093" });
    return (await auth.session()).subject;
  });
  assert.equal(left, "7310452");
});

test("a sign-out while the code is being exchanged wins: nobody is signed in afterwards (T-26)", async (world) => {
  const { page } = world;
  await openLab(world);
  const callback = await freshCallback(world);
  const result = await page.evaluate(async (address) => {
    const auth = await lab.auth();
    const finishing = auth.handleRedirect(address);
    await auth.signOut();
    return lab.plain(await finishing);
  }, callback);
  assert.equal(result.error.code, "not_signed_in");
  assert.equal(tokenRequests(world.github).length, 1);
  assert.deepEqual(await portcullisKeys(page), []);
});

test("handleRedirect takes a URL object and a relative address, and shrugs at everything else (T-09)", async (world) => {
  await openLab(world);
  const callbacks = [await freshCallback(world), await freshCallback(world)];
  const answers = await world.page.evaluate(async ([first, second]) => {
    const auth = await lab.auth();
    const nothing = [42, {}, new Event("load"), "http://[", Symbol.iterator.toString()];
    const shrugs = await Promise.all(nothing.map((value) => auth.handleRedirect(value)));
    const object = await auth.handleRedirect(new URL(first));
    const { pathname, search } = new URL(second);
    return { shrugs, successes: [object.success, (await auth.handleRedirect(pathname + search)).success] };
  }, callbacks);
  assert.deepEqual(answers, { shrugs: [null, null, null, null, null], successes: [true, true] });
});

test("a page whose own fetch rejects with anything gets an error, and goes on afterwards (T-23)", async (world) => {
  const { page } = world;
  await signInAtLab(world);
  const outcome = await page.evaluate(async () => {
    const { oauth2 } = (await lab.auth()).github;
    const real = window.fetch;
    const codes = [];
    for (const reason of ["text", undefined, null, { message: "no Error" }, 7]) {
      window.fetch = () => Promise.reject(reason);
      codes.push(await oauth2.refresh().catch((error) => error.code));
    }
    window.fetch = () => {
      throw "at once";
    };
    codes.push(await oauth2.refresh().catch((error) => error.code));
    window.fetch = () => Promise.resolve("no Response");
    codes.push(await oauth2.refresh().catch((error) => error.code));
    window.fetch = real;
    return { codes, goesOn: (await oauth2.refresh()).tokenType };
  });
  assert.deepEqual(outcome, { codes: Array(7).fill("network_error"), goesOn: "Bearer" });
});
