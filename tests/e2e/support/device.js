// Device sign-ins by Playwright's clock: the page's time passes when a test says so, and the stand-in's with it.
// Owns: passing time without leaving an answer behind, and what was sent when. Must not: assert.

import { createTokenProxy } from "../../../proxy/index.js";
import { serveTokenProxy } from "../../../proxy/node.js";
import { startGithub } from "../../support/github/index.js";
import { installDevice } from "./device-page.js";
import { openLab } from "./lab.js";
import { until } from "./until.js";

const START = Date.UTC(2031, 4, 6, 9);
const STEP = 0.5;

/** The lab with `window.auth` and `window.device`, and with a clock that stands still. */
export async function openDevice(world, changes = {}) {
  const { page, context } = world;
  world.allowConsole(/Failed to load resource/); // the browser reports every refused poll
  await context.addInitScript(installDevice);
  await page.clock.install({ time: START });
  await openLab(world);
  await page.clock.pauseAt(START + 60_000);
  await page.evaluate(async (given) => {
    window.auth = await lab.auth(given);
  }, changes);
}

/** Begins a sign-in and waits for its code; gives what the app was shown. */
export async function beginDevice({ page }, options = {}) {
  await page.evaluate((given) => device.begin(given), options);
  return promptOf(page);
}

/** The first prompt. */
export async function promptOf(page) {
  await until(() => page.evaluate(() => device.prompts.length > 0 && device.isQuiet()));
  return page.evaluate(() => JSON.parse(JSON.stringify(device.prompts[0])));
}

/** Lets seconds pass, and every answer arrive in the half second in which it was asked for. */
export async function pass({ page, github }, seconds) {
  for (let left = seconds; left > 0; left -= STEP) {
    github.device.advance(STEP);
    await page.clock.runFor(STEP * 1000);
    await until(() => page.evaluate(() => device.isQuiet()));
  }
}

/** Lets time pass until that is settled. */
export async function whileTimePasses({ page }, promise) {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  promise.then(end, end);
  while (!isOver) await page.clock.runFor(STEP * 1000);
  return promise;
}

export const outcomes = (page) => page.evaluate(() => device.outcomes);

/** What came of the sign-in, without letting time pass. */
export async function outcomeOf(page) {
  await until(() => page.evaluate(() => device.outcomes.length > 0));
  return (await outcomes(page))[0];
}

/** Polls, by the page's clock. */
export const polls = (page, path = "/token") =>
  page.evaluate((wanted) => device.wire.filter((entry) => entry.path === wanted), path);

/** Seconds from each answer to the next poll; the first from the code. */
export async function gaps(page, path = "/token") {
  const [code, ...sent] = await page.evaluate(
    (wanted) => device.wire.filter(({ path }) => path === wanted || /\/device(\/code)?$/.test(path)),
    path,
  );
  return sent.map(({ at }, index) => (at - [code, ...sent][index].endedAt) / 1000);
}

/** Each poll came as late as it had to, and at most the half second of chance later (O29). */
export const isSpaced = (found, wanted) =>
  found.length === wanted.length &&
  found.every((gap, index) => gap >= wanted[index] && gap <= wanted[index] + 0.5 + 0.001);

/** The proxy's answer to a page, in its place. */
export const answer = (body, status = 200) => ({
  status,
  contentType: typeof body === "string" ? "text/html" : "application/json",
  headers: { "access-control-allow-origin": "*" },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

/** Another stand-in of GitHub with a token proxy of its own; gives the options of a page that uses them. */
export async function startOther({ t, url }, { app: changes = {}, deviceFlow = true } = {}) {
  const app = { clientId: "Ov23liAnotherDevice", clientSecret: "of-the-device-tests-only" };
  const redirectUri = `${url}/callback`;
  const callbackUrls = [{ url: redirectUri, wildcard: false }];
  const github = await startGithub({ apps: [{ ...app, name: "Television", callbackUrls, ...changes }] });
  const handler = createTokenProxy({
    ...app,
    tokenUrl: `${github.webUrl}/login/oauth/access_token`,
    apiUrl: github.apiUrl,
    deviceFlow,
    ...(deviceFlow && { deviceUrl: `${github.webUrl}/login/device/code` }),
    redirectUris: [redirectUri],
    allowInsecureOrigins: true,
  });
  const proxy = await serveTokenProxy(handler, { port: 0, host: "127.0.0.1" });
  t.after(() => Promise.all([proxy.close(), github.close()]));
  const { clientId } = app;
  const authorizationUrl = `${github.webUrl}/login/oauth/authorize`;
  const options = { clientId, redirectUri, proxyUrl: proxy.url, authorizationUrl, apiUrl: github.apiUrl };
  return { github, options };
}
