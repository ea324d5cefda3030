// A way in that is no OAuth 2: a gate that sends people back, and hands out badges for what they bring.
// Owns: the gate's server, and an app that has a flow for it. Must not: assert.

import { openLab } from "./lab.js";
import { json, serve } from "./servers.js";

const startGate = ({ t, url }) =>
  serve(t, ({ url: path, body }) => {
    const { pathname, searchParams } = new URL(path, url);
    if (pathname === "/redeem") return json({ badge: `badge-of-${body}`, seconds: 3600 });
    const back = new URL(`${url}/callback/plain`);
    back.search = new URLSearchParams({ code: "visitor-7", state: searchParams.get("state") });
    return { status: 302, headers: { Location: back.href } };
  });

/** Runs in the browser. Makes `window.makeAuth(makeFlow)`, an app with that flow, and `window.gateFlow`, the right one. */
function installGate({ gate, redirectUri }) {
  window.redeemed = [];
  window.gateFlow = ({ BaseAuthFlow }) =>
    class GateFlow extends BaseAuthFlow {
      kind = "gate";

      authorize() {
        const state = crypto.randomUUID();
        return { authorizationUrl: `${gate}/enter?state=${state}`, state };
      }

      async exchange({ code, state, url }) {
        redeemed.push({ code, state, url });
        const answer = await fetch(`${gate}/redeem`, { method: "POST", body: code });
        const { badge, seconds } = await answer.json();
        return { accessToken: badge, expiresIn: seconds };
      }
    };
  window.makeAuth = async (makeFlow) => {
    const sdk = await lab.sdk();
    const Flow = makeFlow(sdk);
    class GateProvider extends sdk.AuthProvider {
      static key = "gate";
      static flows = { gate: sdk.flow(() => new Flow()) };
    }
    const provider = new GateProvider({ clientId: "visitors", redirectUri });
    window.auth = await lab.auth(null, { providers: { gate: provider } });
    return auth;
  };
}

/** The lab with such an app; gives the gate's server. */
export async function openGate(world) {
  const { page, context, url } = world;
  const gate = await startGate(world);
  await openLab(world);
  await context.addInitScript(installGate, { gate: gate.url, redirectUri: `${url}/callback/plain` });
  await page.reload();
  return gate;
}

/** Through the gate and back; the callback URL is the page's own. */
export async function passGate({ page }) {
  await page.evaluate(async () => {
    await makeAuth(gateFlow);
    auth.gate.signIn({ mode: "redirect", returnTo: "/inside" });
  });
  await page.waitForURL(/code=visitor-7/);
}
