// `<portcullis-device-code>`: the code, copying it, the address, the QR code, and its end; alone and in a sign-in.
// Owns: what a person sees and hears. The flow itself has tests of its own.

import assert from "node:assert/strict";
import { ADA, signInButton } from "./support/demo.js";
import { complaints, openApp, showCode, showSignIn } from "./support/elements.js";
import { endToEnd } from "./support/harness.js";

const test = endToEnd();
const status = (page) => page.getByRole("status").filter({ hasText: /./ });
const copyButton = (page) => page.getByRole("button", { name: "Copy code" });
const EXPIRED = "This code has expired. Please start again.";

test("Copy puts the user code on the clipboard and says so; the code has a name letter for letter", async (world) => {
  const { page, context, url } = world;
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
  await openApp(world);
  await showCode(page);
  const code = page.getByRole("img", { name: "W D J B dash M J H T", exact: true });
  assert.equal(await code.innerText(), "WDJB-MJHT");
  await copyButton(page).click();
  await page.getByRole("status").getByText("Copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "WDJB-MJHT");
  await code.click();
  assert.equal(await page.evaluate(() => getSelection().toString()), "WDJB-MJHT");
});

test("where copying fails or is not there, it says what to do", async (world) => {
  const { page } = world;
  await openApp(world);
  const element = await showCode(page);
  for (const isSync of [false, true]) {
    await element.evaluate((node, throws) => {
      const fail = () => {
        throw new Error("no clipboard");
      };
      node.prompt = { ...node.prompt, copyCode: throws ? fail : async () => fail() };
    }, isSync);
    await copyButton(page).click();
    await page.getByText(/does not let the page copy/).waitFor();
  }
});

test("C-41 the link opens the page by the prompt; what is no web address is no link", async (world) => {
  const { page } = world;
  await openApp(world);
  const element = await showCode(page);
  const link = page.getByRole("link", { name: "https://github.com/login/device" });
  assert.equal(await link.getAttribute("href"), "https://github.com/login/device");
  await link.click();
  assert.equal(await page.evaluate(() => used.opened), 1);
  await element.evaluate((node) => {
    node.prompt = { ...node.prompt, userCode: "<b>X</b>", verificationUri: "javascript:alert(1)" };
  });
  await page.getByText("javascript:alert(1)").click();
  assert.deepEqual(
    await element.evaluate(({ shadowRoot }) => shadowRoot.querySelectorAll("a[href], svg, b").length),
    0,
  );
  assert.equal(await page.evaluate(() => used.opened), 1);
});

test("the QR code is that of the complete address, with its version's size and a quiet zone", async (world) => {
  const { page } = world;
  await openApp(world);
  const element = await showCode(page, {
    verificationUriComplete: "https://github.com/login/device?user_code=WDJB-MJHT",
  });
  const size = () =>
    element.evaluate(({ shadowRoot }) => {
      const svg = shadowRoot.querySelector("svg");
      const path = svg.querySelector("path");
      const { x, y, width, height } = path.getBBox();
      return {
        view: svg.getAttribute("viewBox"),
        title: svg.querySelector("title").textContent,
        box: [x, y, width, height],
      };
    });
  // ISO/IEC 18004: 51 bytes with correction M need version 4, which has 17 + 4 * 4 squares a side; four more are the quiet zone.
  assert.deepEqual(await size(), {
    view: "0 0 41 41",
    title: "QR code: https://github.com/login/device?user_code=WDJB-MJHT",
    box: [4, 4, 33, 33],
  });
  // The three finder patterns, which every code has in these corners: a dark ring, a light ring, a dark heart.
  const rows = await element.evaluate(({ shadowRoot }) => {
    const dark = new Set(
      shadowRoot
        .querySelector("path")
        .getAttribute("d")
        .match(/\d+ \d+/g),
    );
    const at = (x, y) => (dark.has(`${x} ${y}`) ? "#" : ".");
    const line = (y, start) => Array.from({ length: 7 }, (_, x) => at(start + x, y)).join("");
    return [
      [4, 4],
      [30, 4],
      [4, 30],
    ].map(([x, y]) => Array.from({ length: 7 }, (_, row) => line(y + row, x)));
  });
  const finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"];
  assert.deepEqual(rows, [finder, finder, finder]);
  // Without a complete address, the short one: 31 bytes, version 3.
  await element.evaluate((node) => {
    node.prompt = { ...node.prompt, verificationUriComplete: undefined };
  });
  assert.equal((await size()).view, "0 0 37 37");
});

test("the time runs down in the picture, is said aloud twice, and then the code is over", async (world) => {
  const { page } = world;
  await page.clock.install();
  await openApp(world);
  const element = await showCode(page, { expiresAt: undefined });
  await element.evaluate((node) => {
    window.heard = [];
    const live = node.shadowRoot.querySelector("[role=status]");
    new MutationObserver(() => live.textContent && heard.push(live.textContent)).observe(live, {
      ...{ childList: true, characterData: true, subtree: true },
    });
    node.prompt = { ...node.prompt, expiresAt: Date.now() / 1000 + 900 };
  });
  const timer = page.getByRole("timer");
  await page.clock.runFor(1000);
  assert.match(await timer.innerText(), /^Expires in 14:5[89]$/);
  await page.clock.runFor(838_000);
  assert.match(await timer.innerText(), /^Expires in 1:0[01]$/);
  await page.clock.runFor(62_000);
  await status(page).getByText(EXPIRED).waitFor();
  assert.deepEqual(await page.evaluate(() => heard), [
    "The code expires in 5 minutes.",
    "The code expires in 1 minute.",
    EXPIRED,
  ]);
  assert.equal(await copyButton(page).count(), 0);
  assert.equal(await page.getByRole("link").count(), 0);
  assert.equal(
    await element.evaluate(({ shadowRoot }) => shadowRoot.querySelector("[part~=expired]") !== null),
    true,
  );
  // A new code begins anew.
  await element.evaluate((node) => {
    node.prompt = { ...node.prompt, userCode: "ABCD-EFGH", expiresAt: Date.now() / 1000 + 900 };
  });
  await copyButton(page).waitFor();
  assert.equal(await status(page).count(), 0);
});

test("out of the page no timer runs, and back in it the time is right", async (world) => {
  const { page } = world;
  await page.clock.install();
  await openApp(world);
  const element = await showCode(page);
  const running = await page.evaluate(() => {
    const node = document.querySelector("portcullis-device-code");
    const timers = new Set();
    const { setInterval: set, clearInterval: clear } = window;
    window.setInterval = (...given) => {
      const id = set(...given);
      timers.add(id);
      return id;
    };
    window.clearInterval = (id) => {
      timers.delete(id);
      clear(id);
    };
    const parent = node.parentNode;
    const counts = [];
    for (const act of [() => node.remove(), () => parent.append(node), () => (node.prompt = null)]) {
      act();
      counts.push(timers.size);
    }
    return counts;
  });
  assert.deepEqual(running, [0, 1, 0]);
  assert.equal(await element.innerText(), "");
});

test("a sign-in in the mode device: the code in the element, approved elsewhere, and Cancel", async (world) => {
  const { page, github } = world;
  github.switches.deviceInterval = 0;
  await openApp(world);
  const element = await showSignIn(page, { mode: "device" });
  await signInButton(page).click();
  const shown = element.locator("portcullis-device-code").getByRole("img").first();
  await shown.waitFor();
  const userCode = await shown.innerText();
  assert.match(userCode, /^\w{4}-\w{4}$/);
  await page.getByRole("button", { name: "Cancel" }).click();
  await signInButton(page).waitFor();
  assert.equal(await element.locator("portcullis-device-code").count(), 0);

  await signInButton(page).click();
  await shown.waitFor();
  github.device.approve(await shown.innerText(), ADA.login);
  await page.getByText(`Signed in as ${ADA.name}`).waitFor();
  assert.equal(await element.locator("portcullis-device-code").count(), 0);
});

test("a sign-in in the mode device without the other element: code and link as they are", async (world) => {
  const { page, context, github } = world;
  github.switches.deviceInterval = 0;
  await openApp(world, ["sign-in"]);
  const element = await showSignIn(page, { mode: "device" });
  await signInButton(page).click();
  const code = element.locator("code");
  await code.waitFor();
  const [opened] = await Promise.all([
    context.waitForEvent("page"),
    element.getByRole("button", { name: `${github.webUrl}/login/device` }).click(),
  ]);
  await opened.getByRole("heading", { name: "Connect a device" }).waitFor();
  github.device.approve(await code.innerText(), ADA.login);
  await page.getByText(`Signed in as ${ADA.name}`).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core has no complaint about a code, running and over, ${colorScheme}`, async (world) => {
    const { page } = world;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 800 });
    await openApp(world);
    const element = await showCode(page);
    const look = async (state) => {
      assert.deepEqual(await complaints(page, "portcullis-device-code"), [], state);
      await element.screenshot({ path: `test-results/element-code-${state}-${colorScheme}.png` });
    };
    await look("running");
    await element.evaluate((node) => {
      node.prompt = { ...node.prompt, expiresAt: Date.now() / 1000 - 1 };
    });
    await page.getByText(EXPIRED).waitFor();
    await look("over");
  });
}

test("the library's licence notice is in the file", async (world) => {
  const { url } = world;
  const text = await (await fetch(`${url}/portcullis/device-code.js`)).text();
  assert.match(text, /Copyright \(c\) 2009 Kazuhiko Arase[\s\S]*MIT license/);
});
