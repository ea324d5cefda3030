// Messages that are not the popup's: foreign origins, other windows, wrong states, nonsense, floods. Must not: know which
// browser runs it.

import assert from "node:assert/strict";
import {
  agree,
  assertNobody,
  beginPopup,
  callbackFor,
  ended,
  ending,
  tell,
  untilAlone,
} from "./popup-world.js";
import { tokenRequests } from "./traffic.js";

/** A frame of the page with that address, which runs `post(said)`: the message to the window above, to any origin. */
async function frameOf(page, address) {
  await page.evaluate(
    (src) =>
      new Promise((loaded) => {
        const frame = document.createElement("iframe");
        Object.assign(frame, { src, onload: loaded });
        document.body.append(frame);
      }),
    address,
  );
  return page.frames().find((one) => one.url() === address);
}

/** Says it to the page's window from inside a frame, once the page has heard it. */
async function tellFrom(page, frame, ...said) {
  for (const message of said) {
    await page.evaluate(() => {
      window.nextMessage = new Promise((heard) => addEventListener("message", heard, { once: true }));
    });
    await frame.evaluate((given) => parent.postMessage(given, "*"), message);
    await page.evaluate(() => window.nextMessage.then(() => {}));
  }
}

const named = (state, url) => ({ portcullis: `portcullis:v1:callback:${state}`, url });
const DONE = ["7310452", "pending", "in_progress", "completed"];

export function messages(test) {
  // What the others of this file send differs from this in one thing only.
  test("the callback URL by message of the popup's shape, from a page of ours that knows the state: taken (P5)", async (world) => {
    const { page, github } = world;
    const { popup, state } = await beginPopup(world);
    await tell(page, state, { url: await callbackFor(world, popup.url()) });
    assert.deepEqual(await ending(page), DONE);
    await untilAlone(world);
    assert.equal(tokenRequests(github).length, 1);
  });

  for (const [who, host] of [
    ["another origin", "localhost"],
    ["a window of ours that is not the popup", "127.0.0.1"],
  ])
    test(`${who} posts the right message with the wrong and the right state: ignored (C-64, T-31)`, async (world) => {
      const { page, url, github } = world;
      const frame = await frameOf(page, `${url.replace("127.0.0.1", host)}/empty`);
      const { popup, state } = await beginPopup(world);
      const callback = await callbackFor(world, popup.url());
      const wrong = `${"B".repeat(43)}p`;
      const forged = callback.replace(state, wrong);
      await tellFrom(page, frame, named(state, callback), named(wrong, forged), named(state, forged));
      assert.deepEqual(await page.evaluate(() => app.runs[0].states), ["pending", "in_progress"]);
      assert.equal(tokenRequests(github).length, 0);
      await agree(popup);
      assert.deepEqual(await ending(page), DONE);
      assert.equal(tokenRequests(github).length, 1);
    });

  test("the provider's page in the popup itself posts the right message: ignored, as it has another origin (C-64, T-31)", async (world) => {
    const { page, github } = world;
    const { popup, state } = await beginPopup(world);
    const callback = await callbackFor(world, popup.url());
    await page.evaluate(() => {
      window.nextMessage = new Promise((heard) => addEventListener("message", heard, { once: true }));
    });
    await popup.evaluate((given) => opener.postMessage(given, "*"), named(state, callback));
    await page.evaluate(() => window.nextMessage.then(() => {}));
    assert.deepEqual(await page.evaluate(() => app.runs[0].outcomes), []);
    assert.equal(tokenRequests(github).length, 0);
    await agree(popup);
    assert.deepEqual(await ending(page), DONE);
    assert.equal(tokenRequests(github).length, 1);
  });

  test("messages without the right shape, state or place: ignored, and the real one counts (C-64, P12, T-31)", async (world) => {
    const { page, url, github } = world;
    const { popup, state } = await beginPopup(world);
    const name = `portcullis:v1:callback:${state}`;
    const wrong = `${"C".repeat(43)}p`;
    const nonsense = [
      null,
      0,
      "",
      "text",
      [],
      {},
      [name],
      name,
      { portcullis: name },
      { portcullis: name, isHeard: true },
    ];
    const urls = [
      ...[7, null, {}, [], "", "?", "not a URL", "//", "http://", "javascript:alert(1)", "data:text/html,x"],
      ...[`${url}/callback`, `${url}/callback?`, `${url}/callback?code=x`, `${url}/callback?state=`],
      `${url}/callback?code=x&state=${wrong}`,
      `${url}/callback?error=access_denied&state=${wrong}`,
      `${url}/callback?error=access_denied`,
      `${url}/elsewhere?code=x&state=${state}`,
      `https://attacker.example/callback?code=x&state=${state}`,
      `${url.replace("127.0.0.1", "localhost")}/callback?code=x&state=${state}`,
      `${url}/callback?code=${"x".repeat(100_000)}&state=${wrong}`,
    ];
    await tell(page, state, ...nonsense, ...urls.map((one) => ({ url: one })));
    assert.deepEqual(await page.evaluate(() => app.runs[0].outcomes), []);
    assert.equal(tokenRequests(github).length, 0);
    await agree(popup);
    assert.deepEqual(await ending(page), DONE);
    assert.equal(tokenRequests(github).length, 1);
  });

  test("thousands of messages by both ways all the time: the real one counts, one exchange (C-64, T-31)", async (world) => {
    const { page, url, github } = world;
    const frame = await frameOf(page, `${url}/empty`);
    const { popup, state } = await beginPopup(world);
    await frame.evaluate(
      (given) => {
        const channel = new BroadcastChannel(given.portcullis);
        window.sent = 0;
        setInterval(() => {
          for (let more = 0; more < 10; more += 1) {
            channel.postMessage({ ...given, url: `${given.url}${sent}` });
            parent.postMessage({ ...given, url: `${given.url}${sent}` }, "*");
            channel.postMessage({ portcullis: given.portcullis, isHeard: false });
            window.sent += 1;
          }
        }, 10);
      },
      named(state, `${url}/callback?state=${"D".repeat(43)}p&code=flood-`),
    );
    await frame.waitForFunction(() => sent > 2_000);
    await agree(popup);
    assert.equal((await ended(page)).outcome.subject, "7310452");
    const before = await frame.evaluate(() => sent);
    await frame.waitForFunction((count) => sent > count + 500, {}, before);
    assert.deepEqual(await page.evaluate(() => app.runs[0].states), ["pending", "in_progress", "completed"]);
    assert.equal(tokenRequests(github).length, 1);
  });

  test("a made-up refusal with a wrong state does not end the sign-in, one of the provider does (P12)", async (world) => {
    const { page, url, github } = world;
    const { state } = await beginPopup(world);
    await tell(page, state, { url: `${url}/callback?error=access_denied&state=${"E".repeat(43)}p` });
    assert.deepEqual(await page.evaluate(() => app.runs[0].outcomes), []);
    await tell(page, state, { url: `${url}/callback?error=access_denied&state=${state}` });
    assert.deepEqual(await ending(page), ["access_denied", "pending", "in_progress", "failed"]);
    assert.equal(tokenRequests(github).length, 0);
    await assertNobody(page);
  });

  test("the real URL many times at once: one exchange (P5, T-36)", async (world) => {
    const { page, github } = world;
    const { popup, state } = await beginPopup(world);
    const url = await callbackFor(world, popup.url());
    await page.evaluate(
      ([name, address]) => {
        const channel = new BroadcastChannel(name);
        for (let more = 0; more < 100; more += 1) channel.postMessage({ portcullis: name, url: address });
        channel.close();
      },
      [`portcullis:v1:callback:${state}`, url],
    );
    assert.deepEqual(await ending(page), DONE);
    assert.equal(tokenRequests(github).length, 1);
  });
}
