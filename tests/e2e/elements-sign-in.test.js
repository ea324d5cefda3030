// `<portcullis-sign-in>` on a page with a strict Content Security Policy: sign in, refuse, give up, sign out.
// Owns: what a person sees and what the page is told. The code of a device is in elements-device-code.test.js.

import assert from "node:assert/strict";
import { ADA, authorizeButton, signInButton, signOutButton } from "./support/demo.js";
import { complaints, eventTypes, openApp, showSignIn } from "./support/elements.js";
import { endToEnd } from "./support/harness.js";
import { authorizeQueries } from "./support/traffic.js";

const test = endToEnd();
const cancelIt = (page) => page.getByRole("button", { name: "Cancel" });
const waiting = (page) => page.getByText("Waiting for GitHub…").waitFor();

/** Clicks and gives the provider's window. */
async function openPopup(page) {
  const [popup] = await Promise.all([page.waitForEvent("popup"), signInButton(page).click()]);
  await authorizeButton(popup).waitFor();
  return popup;
}

async function signInBy(page) {
  const popup = await openPopup(page);
  await popup.getByRole("radio", { name: ADA.name }).check();
  await authorizeButton(popup).click();
  await page.getByText(`Signed in as ${ADA.name}`).waitFor();
}

/** The text of what has the focus, through shadow trees. */
const focused = (page) =>
  page.evaluate(() => {
    let { activeElement } = document;
    while (activeElement.shadowRoot?.activeElement) activeElement = activeElement.shadowRoot.activeElement;
    return activeElement.innerText;
  });

test("P43 a click signs in by a popup, the element says who it is, and Sign out ends it", async (world) => {
  const { page, github } = world;
  await openApp(world);
  await showSignIn(page, { mode: "popup", scope: "read:user user:email", "return-to": "/inbox" });
  await signInBy(page);
  assert.equal(await signInButton(page).isVisible(), false);
  assert.equal(authorizeQueries(github)[0].get("scope"), "read:user user:email");
  const told = await page.evaluate(() =>
    events.map(({ type, composed, detail: { provider, subject, returnTo, success } }) => ({
      ...{ type, composed, provider, subject, returnTo, success },
    })),
  );
  const nothing = { subject: undefined, returnTo: undefined, success: undefined };
  assert.deepEqual(told, [
    { type: "signin-start", composed: true, provider: "github", ...nothing },
    {
      ...{ type: "signed-in", composed: true, provider: undefined },
      ...{ subject: String(ADA.id), returnTo: "/inbox", success: true },
    },
  ]);

  await signOutButton(page).click();
  await signInButton(page).waitFor();
  assert.equal(await page.evaluate(() => auth.getSnapshot().isAuthenticated), false);
  await page.waitForFunction(() => events.at(-1).type === "signed-out");
  assert.deepEqual(await page.evaluate(() => events.at(-1).detail), { revoked: false });
});

test("signIn is called inside the click: nothing waits before it", async (world) => {
  const { page } = world;
  await openApp(world);
  const element = await showSignIn(page, { mode: "redirect", scope: "repo" });
  const given = await element.evaluate(({ shadowRoot }) => {
    let seen = null;
    auth.signIn = (options) => {
      seen = options;
      return new Promise(() => {});
    };
    shadowRoot.querySelector("[part=button]").click();
    const { signal, ...rest } = seen;
    return { ...rest, canEnd: signal instanceof AbortSignal };
  });
  assert.deepEqual(given, { provider: "github", mode: "redirect", scope: "repo", canEnd: true });
});

test("P43 a refusal is an alert with the error's message, and the next try clears it", async (world) => {
  const { page } = world;
  await openApp(world);
  await showSignIn(page, { mode: "popup" });
  const popup = await openPopup(page);
  await popup.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("alert").filter({ hasText: /./ }).waitFor();
  const { code, message } = await page.evaluate(() => {
    const { code, message } = events.at(-1).detail;
    return { code, message };
  });
  assert.equal(code, "access_denied");
  assert.equal(await page.getByRole("alert").last().innerText(), message);
  assert.deepEqual(await eventTypes(page), ["signin-start", "signin-error"]);
  await openPopup(page);
  assert.equal(await page.getByRole("alert").last().innerText(), "");
});

test("P43 Cancel ends the sign-in, closes its window, and shows no error; the page is told", async (world) => {
  const { page } = world;
  await openApp(world);
  await showSignIn(page, { mode: "popup" });
  const popup = await openPopup(page);
  await waiting(page);
  const [, closed] = await Promise.all([cancelIt(page).click(), popup.waitForEvent("close")]);
  assert.equal(closed.isClosed(), true);
  await signInButton(page).waitFor();
  assert.equal(await page.getByRole("alert").last().innerText(), "");
  await page.waitForFunction(() => events.length === 2);
  assert.deepEqual(await page.evaluate(() => [events[1].type, events[1].detail.name]), [
    "signin-error",
    "AuthFlowCancelled",
  ]);
});

test("what the developer got wrong is shown too: a mode that there is not, a provider that there is not", async (world) => {
  const { page } = world;
  await openApp(world);
  for (const [attributes, code] of [
    [{ mode: "telepathy" }, "invalid_option"],
    [{ provider: "acme" }, "unknown_provider"],
  ]) {
    const element = await showSignIn(page, attributes);
    await element.getByRole("button", { name: /^Sign in with / }).click();
    await element.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
    assert.equal(await page.evaluate(() => events.at(-1).detail.code), code);
    await element.evaluate((node) => node.remove());
  }
});

test("in the mode redirect the page is left and comes back signed in", async (world) => {
  const { page, github } = world;
  github.switches.autoApprove = true;
  await openApp(world);
  await showSignIn(page, { mode: "redirect" });
  await signInButton(page).click();
  await page.waitForURL("**/callback");
  await page.waitForFunction(() => window.ready);
  await showSignIn(page);
  await page.getByText("Signed in with GitHub", { exact: true }).waitFor();
});

test("the element follows the manager: signed in elsewhere, and set before its class was there", async (world) => {
  const { page } = world;
  await openApp(world, []);
  await showSignIn(page, { heading: "Welcome" });
  assert.equal(await page.locator("portcullis-sign-in").innerText(), "");
  await page.evaluate(() => import("/portcullis/sign-in.js"));
  await signInButton(page).waitFor();
  await page.evaluate(() => auth.storeCredentials("github", "jun", { accessToken: "gho_lent" }));
  await page.getByText("Signed in as jun").waitFor();
  await page.evaluate(() => auth.signOut());
  await signInButton(page).waitFor();
});

test("taken out of the page it ends its sign-in and hears nothing; moved it goes on", async (world) => {
  const { page } = world;
  await openApp(world);
  const element = await showSignIn(page, { mode: "popup" });
  await page.evaluate(() => {
    // How many listeners the manager still calls.
    window.listeners = 0;
    const { subscribe } = auth;
    const counted = (listener) => {
      const end = subscribe(listener);
      let isOver = false;
      listeners += 1;
      return () => {
        if (!isOver) listeners -= 1;
        isOver = true;
        end();
      };
    };
    Object.defineProperty(auth, "subscribe", { value: counted, configurable: true });
    const element = document.querySelector("portcullis-sign-in");
    element.auth = null;
    element.auth = auth;
  });
  const popup = await openPopup(page);
  await element.evaluate((node) => document.body.append(node));
  await waiting(page);
  assert.equal(await page.evaluate(() => listeners), 1);
  assert.equal(popup.isClosed(), false);
  await Promise.all([popup.waitForEvent("close"), element.evaluate((node) => node.remove())]);
  assert.equal(await page.evaluate(() => listeners), 0);
});

test("texts are texts: markup in attributes and subjects is shown as it is", async (world) => {
  const { page } = world;
  await openApp(world);
  const markup = "<img src=x onerror=alert(1)>";
  await showSignIn(page, { heading: markup, subheading: "with a key & a door" });
  await page.getByRole("heading", { name: markup }).waitFor();
  await page.evaluate((text) => auth.storeCredentials("github", text, { accessToken: "gho_lent" }), markup);
  await page.getByText(`Signed in as ${markup}`).waitFor();
  assert.equal(await page.locator("img").count(), 0);
});

test("P43 slots replace the words, CSS parts and custom properties change the looks", async (world) => {
  const { page } = world;
  await openApp(world);
  const element = await showSignIn(page);
  const look = await element.evaluate((node) => {
    for (const [slot, text] of [
      ["label", "Los geht's"],
      ["heading", "Willkommen"],
    ])
      node.append(Object.assign(document.createElement("span"), { slot, textContent: text }));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`portcullis-sign-in { --portcullis-accent: rgb(1, 2, 3) }
      portcullis-sign-in::part(button) { text-transform: uppercase }`);
    document.adoptedStyleSheets = [sheet];
    const { backgroundColor, textTransform } = getComputedStyle(node.shadowRoot.querySelector("button"));
    return { backgroundColor, textTransform };
  });
  assert.deepEqual(look, { backgroundColor: "rgb(1, 2, 3)", textTransform: "uppercase" });
  await page.getByRole("button", { name: "Los geht's" }).waitFor();
  await page.getByRole("heading", { name: "Willkommen" }).waitFor();
});

test("by keyboard alone, and the focus does not get lost on the way", async (world) => {
  const { page } = world;
  await openApp(world);
  await showSignIn(page, { mode: "popup" });
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Sign in with GitHub");
  const [popup] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Enter")]);
  assert.equal(await focused(page), "Cancel");
  await page.bringToFront();
  await Promise.all([popup.waitForEvent("close"), page.keyboard.press("Space")]);
  await signInButton(page).waitFor();
  assert.equal(await focused(page), "Sign in with GitHub");
  await signInBy(page);
  assert.equal(await focused(page), `Signed in as ${ADA.name}`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await signInButton(page).waitFor();
  assert.equal(await focused(page), "Sign in with GitHub");
});

test("imported twice, as by two copies of the package, it is registered once", async (world) => {
  const { page } = world;
  await openApp(world);
  const first = await page.evaluate(async () => {
    const [known, again] = await Promise.all([
      import("/portcullis/sign-in.js"),
      import("/portcullis/sign-in.js?2"),
    ]);
    await import("/portcullis/device-code.js?2");
    return known !== again && customElements.get("portcullis-sign-in") === known.PortcullisSignIn;
  });
  assert.equal(first, true);
});

test("on a server, where there are no elements, importing the entries does nothing", async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  const signIn = await import("../../dist/sign-in.js");
  const deviceCode = await import("../../dist/device-code.js");
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
  const names = [...Object.keys(signIn), ...Object.keys(deviceCode)];
  assert.deepEqual(names, ["PortcullisSignIn", "PortcullisDeviceCode"]);
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core has no complaint in any state, ${colorScheme}`, async (world) => {
    const { page } = world;
    await page.emulateMedia({ colorScheme });
    await openApp(world);
    await showSignIn(page, {
      mode: "popup",
      heading: "Welcome",
      subheading: "Your repositories, in one place.",
    });
    const look = async (state) => {
      assert.deepEqual(await complaints(page, "portcullis-sign-in"), [], state);
      const path = `test-results/element-${state}-${colorScheme}.png`;
      await page.locator("portcullis-sign-in").screenshot({ path });
    };
    await look("signed-out");
    const popup = await openPopup(page);
    await look("waiting");
    await popup.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("alert").filter({ hasText: /./ }).waitFor();
    await look("refused");
    await signInBy(page);
    await look("signed-in");
  });
}
