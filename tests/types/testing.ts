// The stand-in as a test in TypeScript uses it. Owns: `portcullis/testing`. Must not: run; the compiler is the test.

import { createAuth } from "portcullis";
import {
  type GithubStandIn,
  type GithubStandInApp,
  type GithubStandInDevice,
  type GithubStandInOptions,
  type GithubStandInPerson,
  type GithubStandInRequest,
  type GithubStandInSwitches,
  type GithubStandInWithProxy,
  type people,
  type StartGithubOptions,
  type StartGithubWithProxyOptions,
  startGithub,
  startGithubWithProxy,
} from "portcullis/testing";
import { expect, type Same } from "./expect.js";

expect<Same<typeof people, readonly GithubStandInPerson[]>>();
expect<Same<Parameters<typeof startGithub>[0], StartGithubOptions>>();
expect<Same<Parameters<typeof startGithubWithProxy>[0], StartGithubWithProxyOptions>>();

const ports: GithubStandInOptions = { webPort: 4001, apiPort: 4002, tokenLifetime: 60 };
const app: GithubStandInApp = {
  clientId: "1",
  clientSecret: "2",
  name: "App",
  callbackUrls: [{ url: "http://127.0.0.1:5173/callback", wildcard: false }],
};

export async function start() {
  const github = await startGithub({ ...ports, apps: [app] });
  expect<Same<typeof github, GithubStandIn>>();
  expect<Same<typeof github.switches, GithubStandInSwitches>>();
  expect<Same<typeof github.device, GithubStandInDevice>>();
  expect<Same<(typeof github.log)[number], GithubStandInRequest>>();
  github.switches.token = "html502";
  // @ts-expect-error no such fault
  github.switches.token = "http418";
  // @ts-expect-error no such switch
  github.switches.offline = true;
  // @ts-expect-error it is turned, never replaced
  github.switches = { ...github.switches };
  github.device.approve("BCDF-GHJK", "ada-brook");
  // @ts-expect-error an app has callback URLs
  await startGithub({ apps: [{ clientId: "1", clientSecret: "2", name: "App" }] });
  return github.close();
}

export async function startBoth() {
  const github = await startGithubWithProxy({
    redirectUri: "http://127.0.0.1:5173/callback",
    proxyPort: 8787,
  });
  expect<Same<typeof github, GithubStandInWithProxy>>();
  // @ts-expect-error the secret is the proxy's
  github.env.GITHUB_CLIENT_SECRET;
  // @ts-expect-error where people come back to is needed
  await startGithubWithProxy({});
  return createAuth({ env: github.env });
}
