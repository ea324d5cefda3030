// Signing in by popup, in WebKit. The scenarios are in ../e2e/support, for Chromium and Firefox too.

import { endings } from "../e2e/support/popup-cases-endings.js";
import { hooks } from "../e2e/support/popup-cases-hooks.js";
import { messages } from "../e2e/support/popup-cases-messages.js";
import { places } from "../e2e/support/popup-cases-places.js";
import { races } from "../e2e/support/popup-cases-races.js";
import { success } from "../e2e/support/popup-cases-success.js";
import { startSite } from "../e2e/support/popup-site.js";
import { openApp } from "../e2e/support/popup-world.js";
import { webkitTests } from "./support/world.js";

const test = webkitTests(startSite, async ({ windows, url, github, acme, api }) => {
  for (const server of [github, acme]) server.reset();
  Object.assign(api, { isHeld: false, requests: 0 });
  return { page: await openApp(windows, url) };
});

for (const cases of [success, endings, races, places, messages, hooks]) cases(test);
