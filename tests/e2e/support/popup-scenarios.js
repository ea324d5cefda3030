// The one list of what is tested about popups, for every browser. Must not: hold a test.

import { endings } from "./popup-cases-endings.js";
import { hooks } from "./popup-cases-hooks.js";
import { messages } from "./popup-cases-messages.js";
import { places } from "./popup-cases-places.js";
import { races } from "./popup-cases-races.js";
import { success } from "./popup-cases-success.js";
import { popupTests } from "./popup-world.js";

/** Gives `test` for what only that browser can show. */
export function popupScenarios(browser) {
  const test = popupTests(browser);
  for (const cases of [success, endings, races, places, messages, hooks]) cases(test);
  return test;
}
