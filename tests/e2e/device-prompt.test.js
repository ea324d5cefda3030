// What a person is shown of a device sign-in, and what nobody is: the prompt, its buttons, the countdown, and addresses that
// cannot be trusted. Owns: C-35, C-41, C-42, T-59 in a page.

import assert from "node:assert/strict";
import { ADA } from "./support/demo.js";
import { answer, beginDevice, openDevice, outcomeOf, outcomes, pass, promptOf } from "./support/device.js";
import { endToEnd } from "./support/harness.js";
import { openLab } from "./support/lab.js";
import { storedEverywhere } from "./support/storage.js";
import { requestsTo } from "./support/traffic.js";
import { until } from "./support/until.js";

const test = endToEnd();

/** What GitHub answers, before anything is wrong with it. */
const codeAnswer = (github) => ({
  device_code: "3584d83530557fdd1f46af8289938c8ef79f9dc5",
  user_code: "WDJB-MJHT",
  verification_uri: `${github.webUrl}/login/device`,
  expires_in: 900,
  interval: 5,
});

/** A sign-in whose code is answered so. */
async function beginWith({ page, context, proxyUrl }, body, options = {}) {
  await context.unrouteAll();
  await context.route(`${proxyUrl}/**`, (route) => route.fulfill(answer(body)));
  await page.evaluate((given) => {
    device.outcomes.length = 0;
    device.begin(given);
  }, options);
}

test("O26 O30 O31 onPrompt is given what the types say, and nothing else", async (world) => {
  const { page, github } = world;
  await openDevice(world);
  const start = await page.evaluate(() => Date.now() / 1000);
  await page.evaluate(() => device.begin({ scope: ["read:user", "repo"] }));
  const prompt = await promptOf(page);
  const { userCode, ...rest } = prompt;
  assert.match(userCode, /^\w{4}-\w{4}$/);
  assert.deepEqual(rest, {
    verificationUri: `${github.webUrl}/login/device`,
    interval: 5,
    expiresIn: 899,
    expiresAt: Math.floor(start) + 899,
    scope: "read:user repo",
  });
  const names = await page.evaluate(() => Reflect.ownKeys(device.prompts[0]).sort());
  const buttons = ["copyCode", "openVerification"];
  assert.deepEqual(names, [...Object.keys(prompt), ...buttons].sort());
});

test("C-42 the device code is in no storage, no console, no DOM, no prompt and no address, before and after", async (world) => {
  const { page, context, github, requests } = world;
  const said = [];
  context.on("console", (message) => said.push(message.text()));
  const codes = [];
  context.on("response", async (response) => {
    if (response.url().endsWith("/device/code")) codes.push((await response.json()).device_code);
  });
  await openDevice(world);
  const { userCode } = await beginDevice(world);
  await until(() => codes.length === 1);
  const everywhere = async () =>
    JSON.stringify([
      await storedEverywhere(page),
      await page.evaluate(() => {
        console.log(device.prompts[0], device.prompts, JSON.stringify(device.prompts[0]));
        const values = [sessionStorage, localStorage].flatMap((storage) => Object.values(storage));
        return [values, document.documentElement.outerHTML, location.href, history.state, document.cookie];
      }),
      await page.evaluate(() => [JSON.stringify(device.prompts), JSON.stringify(device.ticks)]),
      await page.evaluate(() => [
        JSON.stringify(auth),
        JSON.stringify(auth.github),
        JSON.stringify(auth.github.device),
      ]),
      await outcomes(page),
      requests.map((request) => request.url()),
    ]);
  assert.match(codes[0], /^[0-9a-f]{40}$/);
  assert.equal((await everywhere()).includes(codes[0]), false);
  await pass(world, 6);
  github.device.approve(userCode, ADA.login);
  await pass(world, 6);
  assert.equal((await outcomeOf(page)).success, true);
  assert.equal((await everywhere()).includes(codes[0]), false);
  assert.equal(said.join("\n").includes(codes[0]), false);
});

test("C-42 O26 a device code that getDeviceCode() gives does not show itself", async (world) => {
  const { page } = world;
  await openDevice(world);
  const found = await page.evaluate(async () => {
    const code = await auth.github.device.getDeviceCode({ scope: "repo" });
    return {
      type: typeof code.deviceCode,
      isShown: [JSON.stringify(code), Object.values(code).join(), JSON.stringify({ ...code })].some((text) =>
        text.includes(code.deviceCode),
      ),
      names: Object.keys(code).sort(),
    };
  });
  assert.deepEqual(found, {
    type: "string",
    isShown: false,
    names: ["expiresAt", "expiresIn", "interval", "scope", "userCode", "verificationUri"],
  });
});

test("O30 O31 the prompt's buttons: the code on the clipboard, and the page in a tab that cannot reach ours", async (world) => {
  const { page, context, url } = world;
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
  await openDevice(world);
  const { userCode, verificationUri } = await beginDevice(world);
  await page.evaluate(() => device.prompts[0].copyCode());
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), userCode);
  const [opened] = await Promise.all([
    context.waitForEvent("page"),
    page.evaluate(() => device.prompts[0].openVerification()),
  ]);
  await opened.waitForURL(verificationUri);
  assert.equal(await opened.evaluate(() => window.opener), null);
});

for (const isClicked of [true, false]) {
  const title = isClicked
    ? "in a click autoOpen opens the page"
    : "without a click nothing is opened, autoOpen or not";
  test(`C-41 O30 ${title}, and the sign-in goes on either way`, async (world) => {
    const { page, context, url, allowConsole } = world;
    allowConsole(/Failed to load resource/);
    // Not `page.evaluate`, which counts as a click.
    await context.addInitScript(
      ([app, clicked]) => {
        addEventListener("load", async () => {
          if (location.origin !== app) return;
          const auth = await lab.auth();
          const onPrompt = () => console.log(`prompted, ${navigator.userActivation.hasBeenActive}`);
          const begin = () => auth.github.signIn({ mode: "device", autoOpen: true, onPrompt });
          document.body.innerHTML = "<button>Device</button>";
          document.querySelector("button").onclick = begin;
          if (!clicked) begin();
        });
      },
      [url, isClicked],
    );
    const prompted = page.waitForEvent("console", (message) => message.text().startsWith("prompted"));
    await openLab({ page, context, url });
    const opened = isClicked && context.waitForEvent("page");
    if (isClicked) await page.getByRole("button", { name: "Device" }).click();
    assert.equal((await prompted).text(), `prompted, ${isClicked}`);
    if (opened) await (await opened).waitForURL(`${world.github.webUrl}/login/device`);
    assert.equal(context.pages().length, isClicked ? 2 : 1);
  });
}

test("O31 onTick is called every second with what has passed and what is left", async (world) => {
  const { page } = world;
  await openDevice(world);
  const { expiresAt } = await beginDevice(world);
  await pass(world, 4);
  const ticks = await page.evaluate(() => device.ticks);
  assert.deepEqual(
    ticks.map(({ elapsed }) => Math.round(elapsed)),
    [0, 1, 2, 3, 4],
  );
  for (const { remaining, at } of ticks) assert.equal(remaining, expiresAt - at);
});

test("a throwing onPrompt ends the sign-in: flow_failed, with what it threw, and nobody polls", async (world) => {
  const { page } = world;
  await openDevice(world);
  const found = await page.evaluate(async () => {
    const onPrompt = () => {
      throw new Error("no room for a code");
    };
    const { success, error } = await auth.github.signIn({ mode: "device", onPrompt });
    return [success, error.code, error.cause?.message];
  });
  assert.deepEqual(found, [false, "flow_failed", "no room for a code"]);
  await page.clock.runFor(60_000);
  assert.equal(await page.evaluate(() => device.wire.length), 1);
});

test("a throwing onTick ends the sign-in too, at the first second or a later one: it never hangs", async (world) => {
  const { page } = world;
  for (const failing of [1, 3]) {
    await openDevice(world);
    await page.evaluate((last) => {
      let count = 0;
      const onTick = () => {
        count += 1;
        if (count === last) throw new Error("no clock to show it on");
      };
      device.begin({ onTick });
    }, failing);
    await until(() => page.evaluate(() => device.ended === 1));
    await page.clock.runFor(4_000);
    const { success, error } = await outcomeOf(page);
    assert.deepEqual([success, error.code], [false, "flow_failed"]);
  }
});

test("without onPrompt it is a ConfigError, before anything is sent", async (world) => {
  const { page, requests, proxyUrl } = world;
  await openDevice(world);
  for (const onPrompt of [undefined, null, "show it"]) {
    const found = await page.evaluate(
      (given) => lab.outcome(() => auth.github.signIn({ mode: "device", onPrompt: given })),
      onPrompt,
    );
    const { name, code, field } = found.error;
    assert.deepEqual([name, code, field], ["ConfigError", "missing_option", "signIn.onPrompt"]);
  }
  assert.deepEqual(requestsTo(requests, proxyUrl), []);
});

test("C-41 T-59 a verification_uri that is no https page of GitHub's is refused before anybody sees it", async (world) => {
  const { page, github, context } = world;
  await openDevice(world);
  const { port } = new URL(github.webUrl);
  const good = codeAnswer(github);
  const bad = [
    "javascript:alert(document.domain)",
    "data:text/html,<h1>GitHub</h1>",
    "http://github.com/login/device",
    "https://github.com.evil.example/login/device",
    "https://github.com@evil.example/login/device",
    "https://evil.example/login/device",
    `http://localhost:${port}/login/device`,
    `http://127.0.0.1:${Number(port) - 1}/login/device`,
    `http://me:you@127.0.0.1:${port}/login/device`,
    "/login/device",
    "",
    7,
    null,
  ];
  const answers = bad.map((verification_uri) => ({ ...good, verification_uri }));
  for (const uri of bad.slice(0, 9)) answers.push({ ...good, verification_uri_complete: uri });
  for (const body of answers) {
    await beginWith(world, body, { autoOpen: true });
    const { success, error } = await outcomeOf(page);
    assert.deepEqual([success, error?.code], [false, "invalid_response"], JSON.stringify(body));
  }
  await page.clock.runFor(60_000);
  assert.deepEqual(await page.evaluate(() => [device.prompts.length, device.wire.length]), [
    0,
    answers.length,
  ]);
  assert.equal(context.pages().length, 1);
  // The same answer with GitHub's own page is shown.
  await beginWith(world, {
    ...good,
    verification_uri_complete: `${good.verification_uri}?user_code=WDJB-MJHT`,
  });
  const prompt = await promptOf(page);
  assert.equal(prompt.verificationUriComplete, `${good.verification_uri}?user_code=WDJB-MJHT`);
});

test("C-35 an answer without one of its members is refused, by name", async (world) => {
  const { page, github } = world;
  await openDevice(world);
  const good = codeAnswer(github);
  for (const [name, odd] of [
    ["device_code", undefined],
    ["device_code", ""],
    ["user_code", 7],
    ["verification_uri", undefined],
    ["expires_in", undefined],
    ["expires_in", "soon"],
    ["expires_in", -1],
  ]) {
    await beginWith(world, { ...good, [name]: odd });
    const { error } = await outcomeOf(page);
    assert.deepEqual(
      [error?.code, error?.message.includes(name)],
      ["invalid_response", true],
      `${name}: ${odd}`,
    );
  }
  assert.equal(await page.evaluate(() => device.prompts.length), 0);
});
