// The end of a sign-in: from a callback URL to stored credentials. What a callback is worth, the engine (Rust) says; what
// it is exchanged for, the flow.

import { engineOf } from "../app-credentials.js";
import { AuthError, failure } from "../errors.js";
import { ownerOf } from "../flow.js";
import { endCookie } from "../sealed-cookie.js";

/** What a callback URL is about: `{provider, grant}`, `{error}` when it is refused, `undefined` when it is not for us. */
export function receive(providers, url) {
  for (const provider of providers) {
    try {
      const grant = engineOf(provider.appCredentials).step("receive", { url });
      if (grant) return { provider, grant };
    } catch (error) {
      error.provider = provider.name;
      return { provider, error };
    }
  }
  return undefined;
}

/** Exchanges, finds out who signed in and stores it under that subject. A failure is a result, not an exception. */
export async function complete(hub, provider, name, callback, { appState, returnTo, subject: asked }, run) {
  const signal = run?.signal;
  const signOut = hub.signOuts.get(provider);
  const checkWanted = () => {
    // A sign-out during the exchange wins: nobody asked to be signed in any more.
    if (signOut !== hub.signOuts.get(provider))
      throw failure("not_signed_in", "The page signed out meanwhile.");
    if (signal?.aborted) throw signal.reason;
  };
  let credentials;
  try {
    const flow = provider.flow(name);
    const given = provider.recordFor(await exchange(provider, flow, callback, signal));
    // Best effort: credentials that were granted are not thrown away because the API is down.
    credentials = provider.credentialsFrom(given);
    const userInfo = await (async () => provider.getUserInfo(credentials, { signal }))().catch(() => null);
    const subject = asked ?? subjectFrom(userInfo);
    checkWanted();
    const keeper = hub.keeper(provider, subject);
    const saved = await keeper.save({ ...given, signed_in_at: Date.now(), flow: ownerOf(flow).name });
    if (signOut !== hub.signOuts.get(provider) || signal?.aborted) await keeper.remove();
    checkWanted();
    run?.seal();
    await hub.emit("signedin", keeper);
    return {
      success: true,
      credentials: saved,
      subject,
      userInfo: userInfo ?? undefined,
      appState,
      returnTo,
    };
  } catch (cause) {
    const error =
      cause instanceof AuthError ? cause : failure("flow_failed", "The provider's flow failed.", { cause });
    error.provider ??= provider.name;
    await endCookie(provider, credentials);
    return { success: false, error };
  }
}

async function exchange(provider, flow, callback, signal) {
  try {
    return await flow.exchange(signal ? { ...callback, signal } : callback);
  } finally {
    // Whatever the flow did: a callback counts once.
    if (callback.state) engineOf(provider.appCredentials).step("forget", { state: callback.state });
  }
}

/** The one thing about a person that does not change comes first. */
function subjectFrom(userInfo) {
  for (const name of ["sub", "id", "login", "email"]) {
    const value = userInfo?.[name];
    if (Number.isSafeInteger(value) || (typeof value === "string" && value)) return String(value);
  }
  return "default";
}
