// The script-tag file on a plain HTML page: one classic script, the global `Portcullis`, no module of ours.
// Owns: that this build signs in like the other one. The rules themselves are proved on the module.

import assert from "node:assert/strict";
import {
  authorize,
  cancelButton,
  demoState,
  goToGithub,
  shownProblem,
  signOutButton,
} from "./support/demo.js";
import { endToEnd } from "./support/harness.js";
import { portcullisKeys } from "./support/storage.js";
import { authorizeQueries, tokenRequests } from "./support/traffic.js";

const test = endToEnd();

test("sign in, reload and sign out with the script-tag file (C-01, C-13, C-63)", async ({
  page,
  url,
  github,
  requests,
}) => {
  await goToGithub(page, `${url}/plain`);
  await authorize(page);
  await page.getByRole("heading", { name: "Signed in as Ada Brook" }).waitFor();
  assert.equal(page.url(), `${url}/plain`);
  assert.equal(tokenRequests(github).length, 1);
  assert.equal(tokenRequests(github)[0].headers["user-agent"], "portcullis-token-proxy");
  const names = [...authorizeQueries(github)[0].keys()].sort();
  const expected = ["client_id", "code_challenge", "code_challenge_method", "redirect_uri"];
  assert.deepEqual(names, [...expected, "response_type", "state"]);

  await page.reload();
  await demoState(page, "signed-in");
  assert.equal(tokenRequests(github).length, 1);

  await signOutButton(page).click();
  await demoState(page, "signed-out");
  assert.deepEqual(await portcullisKeys(page), []);

  const loaded = requests.map((request) => new URL(request.url()).pathname);
  assert.ok(loaded.includes("/portcullis/portcullis.global.js"));
  assert.ok(!loaded.includes("/portcullis/index.js"));
});

test("Cancel at GitHub is said in words on the plain page too", async ({ page, url, github }) => {
  await goToGithub(page, `${url}/plain`);
  await cancelButton(page).click();
  const { code, title } = await shownProblem(page);
  assert.equal(code, "access_denied");
  assert.equal(title, "You cancelled at GitHub");
  assert.equal(page.url(), `${url}/plain`);
  assert.deepEqual(tokenRequests(github), []);
});

test("the global has the same exports as the module, and adds no other global", async ({ page, url }) => {
  await page.goto(`${url}/plain`);
  await demoState(page, "signed-out");
  const { fromGlobal, fromModule, added } = await page.evaluate(async () => {
    const module = await import("/portcullis/index.js");
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const usual = Object.getOwnPropertyNames(frame.contentWindow);
    const ownGlobals = Object.getOwnPropertyNames(window).filter((name) => !usual.includes(name));
    frame.remove();
    return {
      fromGlobal: Object.keys(window.Portcullis).sort(),
      fromModule: Object.keys(module).sort(),
      added: ownGlobals.filter((name) => /portcullis|wasm|bindgen/i.test(name)),
    };
  });
  assert.ok(fromModule.includes("createAuth"));
  assert.deepEqual(fromGlobal, fromModule);
  assert.deepEqual(added, ["Portcullis"]);
});
