// A sign-in that is watched, one on another device, and one at a server of the app's own, as an app in TypeScript writes them.
// Owns: AuthFlowManager, DeviceFlow, ServerSession, HostAuthProvider and authenticate. Must not: run; the compiler is the test.

import {
  type AuthEnvironment,
  type AuthFlowEventMap,
  AuthFlowManager,
  type AuthFlowResult,
  type AuthFlowState,
  type AuthFlowStateDetail,
  type AuthManager,
  type AuthStrategy,
  authenticate,
  type DeviceCode,
  type DeviceCodeOptions,
  type DeviceFlow,
  type DevicePollOptions,
  type DevicePrompt,
  type DeviceTick,
  detectEnvironment,
  HostAuthProvider,
  type HostOptions,
  type HostSignInOptions,
  type OAuth2UserCredentials,
  type PopupOptions,
  type PopupWindow,
  type ServerPaths,
  ServerSession,
  type ServerSessionOptions,
  type ServerStatus,
  type SharedHostOptions,
  type StrategyOptions,
  type WaitOptions,
} from "portcullis";
import { expect, type Same } from "./expect.js";

export async function watched({ github }: AuthManager) {
  const manager = github.flowManager({ timeout: 60 });
  expect<Same<typeof manager, AuthFlowManager>>();
  expect<Same<typeof manager.state, AuthFlowState>>();
  expect<
    Same<AuthFlowState, "pending" | "in_progress" | "completed" | "cancelled" | "failed" | "timed_out">
  >();
  // @ts-expect-error read-only
  manager.state = "pending";
  manager.addEventListener("statechange", ({ detail }) => {
    expect<Same<typeof detail, AuthFlowStateDetail>>();
    expect<Same<typeof detail.state, AuthFlowState>>();
  });
  expect<Same<keyof AuthFlowEventMap, "statechange" | "popupmaybeclosed">>();
  // @ts-expect-error no such event
  manager.addEventListener("statechanged", () => {});
  manager.addEventListener("popupmaybeclosed", () => manager.cancel("The person said so."));
  const size: PopupWindow = { width: 400 };
  const shell: PopupOptions = {
    window: size,
    showWindow: async () => 7,
    closeWindow: (handle) => handle === 7,
  };
  const patience: WaitOptions = { timeout: 3600, signal: new AbortController().signal };
  manager.runPopup({ ...shell, ...patience });
  const results = [manager.authenticate(), manager.runPopup({ window: size }), manager.runRedirect()];
  expect<Same<typeof results, Promise<AuthFlowResult>[]>>();
  await manager.runServer("https://app.example", { returnTo: "/inbox" });
  // @ts-expect-error a server has an address
  manager.runServer();
  new AuthFlowManager(github, { mode: "popup" });
  // @ts-expect-error of a provider
  new AuthFlowManager();
  const environment: AuthEnvironment = detectEnvironment();
  expect<Same<AuthEnvironment[keyof AuthEnvironment], boolean>>();
  const held = await github.currentCredentials();
  expect<Same<typeof held, OAuth2UserCredentials | null>>();
  return environment.canPopup;
}

export async function onAnotherDevice({ github }: AuthManager, device: DeviceFlow) {
  expect<Same<typeof github.device, DeviceFlow>>();
  expect<Same<typeof device.kind, "device">>();
  const flow = github.flow("device");
  expect<Same<typeof flow, DeviceFlow>>();
  const asked: Required<DeviceCodeOptions> = {
    scope: ["repo"],
    extraParams: { audience: "api" },
    signal: AbortSignal.timeout(9),
  };
  const code = await flow.getDeviceCode(asked);
  expect<Same<typeof code, DeviceCode>>();
  expect<Same<typeof code.verificationUriComplete, string | undefined>>();
  const waiting: Required<DevicePollOptions> = {
    interval: 5,
    expiresAt: 2e9,
    signal: AbortSignal.timeout(9),
    onTick: ({ elapsed, remaining }: DeviceTick) => console.log(elapsed + remaining),
  };
  const polled = [await flow.poll(code), await flow.poll("3584d8", waiting)];
  expect<Same<typeof polled, OAuth2UserCredentials[]>>();
  const onPrompt = (prompt: DevicePrompt) => {
    prompt.openVerification();
    expect<Same<ReturnType<typeof prompt.copyCode>, Promise<void>>>();
    // @ts-expect-error ours alone
    prompt.deviceCode;
  };
  // @ts-expect-error no such option
  await flow.getDeviceCode({ clientId: "1" });
  return flow.authenticate({ force: true, onPrompt });
}

export async function atAServer() {
  const paths: Required<ServerPaths> = {
    login: "/in",
    status: "/",
    userInfo: "/me",
    refresh: "/r",
    logout: "/out",
  };
  const options: Required<ServerSessionOptions> = { baseUrl: "/", paths, headers: { "x-csrf": "1" } };
  const server = new ServerSession(options);
  const status: ServerStatus = await server.status();
  expect<Same<typeof status.roles, readonly string[]>>();
  const { expiresIn } = await server.refresh();
  expect<Same<typeof expiresIn | typeof status.expiresAt, number | null>>();
  expect<Same<ReturnType<typeof server.logout>, Promise<void>>>();
  server.login();
  // @ts-expect-error no such route
  new ServerSession({ paths: { signIn: "/in" } });
  return (await server.userInfo()).email;
}

export async function atAHost() {
  const shared: SharedHostOptions = { scope: "openid", store: "memory", offlineAccess: false };
  const host = HostAuthProvider.for("data.example", shared);
  expect<Same<typeof host, HostAuthProvider>>();
  const how: Required<StrategyOptions> = { force: false, interactive: "require-user-activation" };
  const strategy = await host.getStrategy(how);
  expect<Same<typeof strategy, AuthStrategy>>();
  const everything: Required<HostOptions> = {
    host: "data.example",
    name: "data",
    dialect: "rfc",
    clientId: "1",
    loginRoute: "/in",
    tokenRoute: "/token",
    deviceRoute: "/device",
    logoutRoute: "/out",
    userinfoRoute: "/me",
    redirectUris: ["https://app.example/cb"],
    scope: ["openid"],
    prompt: "login",
    offlineAccess: true,
    bootstrapToken: async () => ({ accessToken: "1" }),
  };
  new HostAuthProvider(everything);
  // @ts-expect-error a host is needed
  new HostAuthProvider({ dialect: "rfc" });
  // @ts-expect-error no such dialect
  new HostAuthProvider({ host: "data.example", dialect: "oidc" });
  const options: HostSignInOptions = {
    flow: "device",
    onPrompt: ({ userCode }) => console.log(userCode),
    timeout: 60,
  };
  const credentials = await authenticate("data.example", options);
  expect<Same<typeof credentials, OAuth2UserCredentials>>();
  await host.logout({ returnTo: "/bye" });
  HostAuthProvider.resetInstances();
}
