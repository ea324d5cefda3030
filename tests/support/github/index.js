// The GitHub stand-in: starts its two origins, WEB and API, on loopback and is the only module others import.
// Owns: lifecycle (start, reset, close) and the object handed to tests and to the demo.
// Must not: know any rule of OAuth or of the REST API; those live in the modules it wires together.

import { createHeldAnswers } from "../held-answers.js";
import { listen } from "../http.js";
import { createSwitches } from "../switches.js";
import { answerApi } from "./api.js";
import { createCredentialStore } from "./credential-store.js";
import { createDeviceHooks } from "./device.js";
import { createDeviceStore } from "./device-store.js";
import { createRateLimits } from "./rate-limits.js";
import { ALLOWED_SWITCHES, DEFAULT_SWITCHES } from "./switches.js";
import { answerWeb } from "./web.js";

/** Starts both servers. `apps` stays the caller's array: an app pushed to it later is known at once. */
export async function startGithub({ webPort = 0, apiPort = 0, apps, tokenLifetime = 28800 }) {
  const log = [];
  const rateLimits = createRateLimits();
  const { untilReleased, release } = createHeldAnswers();
  const switches = createSwitches({
    defaults: DEFAULT_SWITCHES,
    allowed: ALLOWED_SWITCHES,
    onChange: (name) => name === "token" && release(),
  });
  const credentials = createCredentialStore({ lifetime: () => switches.tokenLifetime ?? tokenLifetime });

  const devices = createDeviceStore();

  const world = {
    apps,
    credentials,
    devices,
    rateLimits,
    switches,
    webUrl: "",
    apiUrl: "",
    untilReleased,
  };

  const web = await listen({ server: "web", port: webPort, log, answer: (r) => answerWeb(world, r) });
  const api = await listen({ server: "api", port: apiPort, log, answer: (r) => answerApi(world, r) }).catch(
    async (error) => {
      await web.close();
      throw error;
    },
  );
  world.webUrl = web.url;
  world.apiUrl = api.url;

  return {
    webUrl: web.url,
    apiUrl: api.url,
    log,
    switches,
    device: createDeviceHooks(world),
    expireAccessTokens: () => credentials.expireAccessTokens(),
    expireCodes: () => credentials.expireCodes(),
    reset() {
      Object.assign(switches, DEFAULT_SWITCHES);
      log.length = 0;
      credentials.clear();
      devices.clear();
      rateLimits.clear();
    },
    async close() {
      release();
      await Promise.all([web.close(), api.close()]);
    },
  };
}
