// Signing in by popup, in Chromium. The scenarios are in support/popup-scenarios.js, for Firefox too.

import { popupScenarios } from "./support/popup-scenarios.js";

popupScenarios("chromium");
