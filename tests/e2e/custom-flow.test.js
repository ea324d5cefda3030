// A provider of the app's own: classes that extend the SDK's, taken through a real sign-in, a reload and a renewal.
// Owns: the code flow with overridden steps, flows that are no OAuth 2 at all, and flows that are wrong.

import assert from "node:assert/strict";
import { openOwnAcme, signInThere } from "./support/acme.js";
import { openGate, passGate } from "./support/gate.js";
import { endToEnd } from "./support/harness.js";
import { openLab } from "./support/lab.js";
import { portcullisKeys } from "./support/storage.js";

const test = endToEnd({ contextOptions: { bypassCSP: true } });
const NINE_HOURS = 9 * 3_600_000;

test("a flow with overridden steps signs in by a real redirect, on pages that only share their code (I7, I8)", async (world) => {
  const server = await openOwnAcme(world);
  const given = {
    flow: "billing",
    scope: ["read", "pay"],
    returnTo: "/orders?page=2",
    appState: { cart: 3 },
  };
  const { result, calls, address } = await signInThere(world, server, given);
  assert.equal(result.success, true, JSON.stringify(result.error));
  assert.deepEqual(
    [result.subject, result.returnTo, result.appState, result.userInfo.name, result.credentials.scope],
    ["u-7", "/orders?page=2", { cart: 3 }, "Ada", ["read", "pay"]],
  );
  assert.equal(address, server.options.redirectUri);
  assert.deepEqual(calls, { authorize: 0, exchange: 1, refresh: 0 }, "the callback page exchanges");

  const query = new URLSearchParams(server.seen("/oauth/authorize")[0].query);
  assert.deepEqual([query.get("audience"), query.get("scope")], ["billing", "read pay"]);
  assert.equal(server.grants("authorization_code").length, 1);
});

test("its credentials are of the app's own class, are stored, and survive a reload (I18, I29)", async (world) => {
  const { page } = world;
  const server = await openOwnAcme(world);
  const { result } = await signInThere(world, server, { flow: "billing" });
  assert.deepEqual(await portcullisKeys(page), ["portcullis:v1:acme-page:acme:u-7"]);
  await page.reload();
  const after = await page.evaluate(async () => {
    const session = await (await acme.start()).session();
    const credentials = session.credentials("acme");
    return {
      subject: session.subject,
      isOurs: credentials instanceof acme.Credentials,
      apiKey: credentials.apiKey,
      flow: (await auth.loadCredentials("acme", "u-7")) instanceof acme.Credentials,
    };
  });
  assert.deepEqual(after, {
    subject: "u-7",
    isOurs: true,
    apiKey: result.credentials.accessToken,
    flow: true,
  });
});

test("its binding's headers reach the server, in place of the bearer header (I34, I35)", async (world) => {
  const { page } = world;
  const server = await openOwnAcme(world, "green");
  const { result } = await signInThere(world, server, { flow: "billing" });
  const seen = await page.evaluate(async (address) => {
    const session = await auth.session();
    const headers = Object.fromEntries(new Headers(await session.headers("acme")));
    return { headers, status: (await session.fetch(address)).status };
  }, server.echo);
  const { accessToken } = result.credentials;
  assert.deepEqual(seen, { headers: { "x-api-key": accessToken, "x-acme-tenant": "green" }, status: 200 });
  const [{ headers }] = server.seen("/api/echo");
  assert.deepEqual([headers["x-api-key"], headers["x-acme-tenant"]], [accessToken, "green"]);
  assert.equal(headers.authorization, undefined);
});

test("at its end the session renews through the override, and stores what that gave (I8, I15)", async (world) => {
  const { page } = world;
  const server = await openOwnAcme(world);
  const { result } = await signInThere(world, server, { flow: "billing" });
  await page.clock.setSystemTime(Date.now() + NINE_HOURS);
  await page.reload();
  server.expireAccessTokens();
  const after = await page.evaluate(async (address) => {
    const session = await (await acme.start()).session();
    const { status } = await session.fetch(address);
    return { status, calls: acme.calls, credentials: lab.credentials(session.credentials("acme")) };
  }, server.echo);
  assert.deepEqual([after.status, after.calls], [200, { authorize: 0, exchange: 0, refresh: 1 }]);
  const [refresh, ...others] = server.grants("refresh_token");
  assert.deepEqual(others, []);
  assert.equal(refresh.form.refresh_token, result.credentials.refreshToken);
  const { accessToken } = after.credentials;
  assert.notEqual(accessToken, result.credentials.accessToken);
  assert.deepEqual(
    server.seen("/api/echo").map(({ headers }) => headers["x-api-key"]),
    [accessToken],
  );
  assert.match(await page.evaluate(() => Object.values(sessionStorage).join()), new RegExp(accessToken));
});

test("a flow that is no OAuth 2 leaves for its own page, and its callback is checked like any other (I8, C-09)", async (world) => {
  const { page, url } = world;
  const gate = await openGate(world);
  await passGate(world);
  const callback = page.url();
  const { state } = Object.fromEntries(new URL(callback).searchParams);
  const seen = await page.evaluate(async (address) => {
    await makeAuth(gateFlow);
    const result = lab.plain(await auth.handleRedirect());
    const again = lab.plain(await (await makeAuth(gateFlow)).handleRedirect(address));
    const session = await auth.session();
    const headers = await session.headers("gate");
    return { result, again: again.error.code, redeemed, headers, here: location.href };
  }, callback);
  assert.deepEqual(
    [seen.result.success, seen.result.subject, seen.result.returnTo, seen.result.credentials.expiresIn],
    [true, "default", "/inside", 3600],
  );
  assert.deepEqual(seen.headers, { authorization: "Bearer badge-of-visitor-7" });
  assert.deepEqual(seen.redeemed, [{ code: "visitor-7", state, url: callback }]);
  assert.equal(seen.again, "state_mismatch");
  assert.equal(seen.here, `${url}/callback/plain`);
  assert.equal(gate.requests.filter((request) => request.url === "/redeem").length, 1);
});

test("its forged callback is refused, nothing is sent, and the real one still counts (C-07, T-01)", async (world) => {
  const { page } = world;
  const gate = await openGate(world);
  await passGate(world);
  const codes = await page.evaluate(async () => {
    await makeAuth(gateFlow);
    const forged = new URL(location.href);
    forged.searchParams.set("state", crypto.randomUUID());
    const { error } = await auth.handleRedirect(forged.href);
    const before = redeemed.length;
    return [error.code, before, (await auth.handleRedirect()).success];
  });
  assert.deepEqual(codes, ["state_mismatch", 0, true]);
  assert.equal(gate.requests.length, 2, "enter and redeem");
});

test("credentials that no flow can renew: refresh_not_supported, and they stay (I8)", async (world) => {
  const { page } = world;
  await openGate(world);
  await passGate(world);
  const seen = await page.evaluate(async () => {
    await (await makeAuth(gateFlow)).handleRedirect();
    const session = await auth.session();
    const { error } = await lab.outcome(() => session.refresh());
    return [error.code, session.credentials("gate").accessToken, auth.getSnapshot().isAuthenticated];
  });
  assert.deepEqual(seen, ["refresh_not_supported", "badge-of-visitor-7", true]);
});

test("a flow that needs no other page is exchanged at once, and the page stays (I8)", async (world) => {
  const { page, url } = world;
  const gate = await openGate(world);
  const result = await page.evaluate(async () => {
    await makeAuth(
      ({ BaseAuthFlow }) =>
        class extends BaseAuthFlow {
          authorize = ({ pin }) => ({ badge: `badge-${pin}` });
          exchange = async ({ badge, subject }) => ({
            access_token: `${badge}-${subject}`,
            token_type: "Bearer",
          });
        },
    );
    return lab.plain(await auth.gate.signIn({ pin: "1234", subject: "desk-3" }));
  });
  assert.deepEqual(
    [result.success, result.subject, result.credentials.accessToken, result.credentials.expiresAt],
    [true, "desk-3", "badge-1234-desk-3", null],
  );
  assert.equal(page.url(), `${url}/`);
  assert.deepEqual(gate.requests, []);
  assert.deepEqual(await portcullisKeys(page), ["portcullis:v1:visitors:gate:desk-3"]);
});

test("a flow that fails in its own way is a failed sign-in with that cause; nothing is stored", async (world) => {
  const { page } = world;
  await openGate(world);
  await passGate(world);
  const seen = await page.evaluate(async () => {
    await makeAuth(
      ({ BaseAuthFlow }) =>
        class extends BaseAuthFlow {
          exchange = () => Promise.reject(new RangeError("the gate is closed"));
        },
    );
    const { success, error } = await auth.handleRedirect();
    return { success, error: lab.error(error), provider: error.provider, cause: String(error.cause) };
  });
  assert.deepEqual(
    [seen.success, seen.error.name, seen.error.code, seen.provider, seen.cause],
    [false, "AuthError", "flow_failed", "gate", "RangeError: the gate is closed"],
  );
  assert.deepEqual(await portcullisKeys(page), []);
});

test("a flow's page must be one that a person may be sent to: no script, no plain http (C-54, C-23)", async (world) => {
  const { page, url } = world;
  await openGate(world);
  const codes = await page.evaluate(async () => {
    const all = [];
    for (const authorizationUrl of [
      "javascript:alert(1)",
      "data:text/html,x",
      "http://gate.example/",
      "/enter",
    ]) {
      const state = crypto.randomUUID();
      await makeAuth(
        ({ BaseAuthFlow }) =>
          class extends BaseAuthFlow {
            authorize = () => ({ authorizationUrl, state });
          },
      );
      all.push((await lab.outcome(() => auth.gate.signIn())).error.code);
    }
    await makeAuth(
      ({ BaseAuthFlow }) =>
        class extends BaseAuthFlow {
          authorize = () => ({ authorizationUrl: "https://gate.example/", state: "guess" });
        },
    );
    return [...all, (await lab.outcome(() => auth.gate.signIn())).error.code];
  });
  assert.deepEqual(codes, ["insecure_url", "insecure_url", "insecure_url", "invalid_option", "weak_state"]);
  assert.equal(page.url(), `${url}/`);
  assert.deepEqual(await portcullisKeys(page), []);
});

test("a flow whose factory throws is made anew the next time; one that was made stays (I7)", async (world) => {
  const { page } = world;
  await openLab(world);
  const seen = await page.evaluate(async () => {
    const { BaseAuthFlow } = await lab.sdk();
    const { github } = await lab.auth();
    let tries = 0;
    github.defineFlow("late", () => {
      tries += 1;
      if (tries === 1) throw new RangeError("not yet");
      return new BaseAuthFlow();
    });
    const first = await lab.outcome(() => github.flow("late"));
    return [first.error.name, github.flow("late") === github.late, github.flow("late").kind, tries];
  });
  assert.deepEqual(seen, ["RangeError", true, "generic", 2]);
});

test("a flow without one of the three methods, or that is not there: a ConfigError that names it (I7, I8)", async (world) => {
  await openLab(world);
  const { errors, isDuckTaken } = await world.page.evaluate(async () => {
    const { flow } = await lab.sdk();
    const { github } = await lab.auth();
    const errors = [];
    const fails = async (call) => {
      const { error } = await lab.outcome(call);
      errors.push(`${error.name} ${error.code} ${error.message}`);
    };
    const whole = { authorize() {}, exchange() {}, refresh() {} };
    for (const part of [{ authorize: undefined }, { exchange: 1 }, { refresh: null }]) {
      github.defineFlow("half", () => ({ ...whole, ...part }));
      await fails(() => github.flow("half"));
    }
    await fails(() => github.signIn({ flow: "half" }));
    github.defineFlow("half", () => null);
    await fails(() => github.half);
    await fails(() => github.flow("none"));
    await fails(() => flow("no function"));
    github.defineFlow("half", () => whole);
    return { errors, isDuckTaken: github.half === whole };
  });
  assert.equal(isDuckTaken, true, "any object with the three methods will do");
  const half = "ConfigError invalid_flow github.half has no method";
  assert.deepEqual(errors, [
    `${half} authorize.`,
    `${half} exchange.`,
    `${half} refresh.`,
    `${half} refresh.`,
    `${half} authorize.`,
    "ConfigError unknown_flow github.none is not a flow of this provider.",
    "ConfigError invalid_flow flow needs a function that makes the flow.",
  ]);
});
