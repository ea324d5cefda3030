// `AuthFlowManager`: one sign-in from the click to its one outcome, in whatever mode. Owns the states and the choice of the mode.

import { engineOf } from "../app-credentials.js";
import { AuthError, ConfigError, cancelled, failure, isObject, misuse, oneOf } from "../errors.js";
import { hubOf } from "../hub.js";
import { whenKnown } from "../maybe.js";
import { subjectKey } from "../names.js";
import { leaveFor } from "../page.js";
import { plain } from "../plain.js";
import { ServerSession } from "../server/server-session.js";
import { SERVER } from "./come-back.js";
import { complete, receive } from "./complete.js";
import { detectEnvironment } from "./environment.js";
import { open, watch } from "./popup.js";
import { keyOf, listenFor, stateOf } from "./relay.js";
import { Run } from "./run.js";

const modes = ["auto", "popup", "redirect", "device", "server"];
const LONGEST = 3600;

export class AuthFlowManager extends EventTarget {
  state = "pending";
  #provider;
  #defaults;
  #run;

  constructor(provider, defaults) {
    super();
    this.#provider = provider;
    this.#defaults = defaults;
  }

  /** Not `async`: a popup opens inside the click. Rejects only for what the developer got wrong. */
  authenticate(options) {
    return new Promise((resolve, reject) => {
      if (options !== undefined && !isObject(options))
        throw misuse("invalid_option", "signIn", "must be an object.");
      const { timeout, signal, usePkce = true, baseUrl, ...rest } = { ...this.#defaults, ...options };
      const { mode = "auto", subject, flow } = rest;
      const refuse = (name, message) => {
        throw misuse("invalid_option", `signIn.${name}`, message);
      };
      oneOf("signIn.mode", mode, modes);
      if (timeout !== undefined && !(timeout > 0 && timeout <= LONGEST))
        refuse("timeout", `must be a number of seconds, at most ${LONGEST}.`);
      if (signal !== undefined && !(signal instanceof AbortSignal))
        refuse("signal", "must be an AbortSignal.");
      if (usePkce !== true) refuse("usePkce", "must be true: every sign-in has PKCE.");
      if (mode === "server" && baseUrl == null) refuse("baseUrl", "is required: the server's address.");
      if (subject != null) subjectKey(subject);
      const hub = hubOf(this.#provider.manager);
      if (!hub)
        throw misuse("unknown_provider", this.#provider.name, "must be registered with a manager first.");

      const run = new Run(hub, (result) => {
        this.#enter(outcomeOf(result), result);
        if (result.error instanceof ConfigError) reject(result.error);
        else resolve(result);
      });
      // Whoever heard that the older one ended may have begun another.
      if (run.signal.aborted) return;
      this.#run = run;
      const chosen = mode === "auto" ? choose(baseUrl) : mode;
      this.#enter("in_progress", run);
      if (chosen !== "device") run.startClock(timeout ?? 120);
      else if (timeout) run.startClock(timeout);
      const abort = () => run.abort("The app gave it up.", signal.reason);
      signal?.addEventListener("abort", abort);
      run.finally(() => signal?.removeEventListener("abort", abort));
      if (signal?.aborted) return abort();
      this.#guard(run, () => {
        if (chosen === "server") return this.#toServer(run, baseUrl, rest);
        const name = flow ?? (chosen === "device" ? "device" : undefined);
        return this.#begin(run, chosen, { ...rest, mode: chosen, flow: name }, mode === "auto");
      });
    });
  }

  runPopup(options) {
    return this.authenticate({ ...options, mode: "popup" });
  }

  runRedirect(options) {
    return this.authenticate({ ...options, mode: "redirect" });
  }

  runServer(baseUrl, options) {
    return this.authenticate({ ...options, mode: "server", baseUrl });
  }

  /** Nothing happens when nothing is under way. */
  cancel(reason = "The app gave it up.") {
    this.#run?.abort(reason);
  }

  #enter(state, { flowId }) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("statechange", { detail: { state, flowId } }));
  }

  /** Whatever goes wrong is the run's outcome. */
  async #guard(run, action) {
    try {
      await action();
    } catch (cause) {
      const error =
        cause instanceof AuthError ? cause : failure("flow_failed", "The sign-in failed.", { cause });
      error.provider ??= this.#provider.name;
      run.fail(error);
    }
  }

  #begin(run, mode, { window, showWindow, closeWindow, ...rest }, isAuto) {
    const provider = this.#provider;
    const engine = engineOf(provider.appCredentials);
    // What only a device code needs, an app may give for any mode.
    const { onPrompt, onTick, autoOpen, ...asked } = rest;
    return whenKnown(provider.flow(rest.flow).authorize(asked, "signIn"), (begun) => {
      // A flow that needs no other page.
      if (!begun?.authorizationUrl) {
        const returnTo = rest.returnTo && engine.step("returnTo", { url: rest.returnTo });
        return this.#finish(run, rest.flow, { ...rest, ...begun }, { ...rest, returnTo });
      }
      const { authorizationUrl: url, state } = begun;
      engine.step("origin", { field: "authorizationUrl", url });
      const { returnTo, appState, subject, flow } = rest;
      engine.step("track", { state, options: plain({ returnTo, appState, subject, flow, mode }) });
      if (run.signal.aborted) return engine.step("forget", { state });
      if (mode !== "popup") {
        return this.#leave(run, state, () => leaveFor(url));
      }
      run.finally(() => engine.step("forget", { state }));
      return whenKnown(open(url, window, showWindow), (popup) => {
        // What another window than ours closes or blocks, it says by itself.
        if (popup !== null && !popup?.closed) return this.#wait(run, state, popup, closeWindow);
        if (isAuto && !detectEnvironment().isFramed) {
          engine.step("forget", { state });
          return this.#begin(run, "redirect", { ...rest, mode: "redirect" });
        }
        throw failure(
          "popup_blocked",
          "The browser blocked the window. Allow popups, or call signIn() in a click.",
        );
      });
    });
  }

  #wait(run, state, popup, closeWindow = (handle) => handle?.close?.()) {
    let isShut = false;
    const shut = async () => {
      if (isShut) return;
      isShut = true;
      await closeWindow(popup);
    };
    run.finally(() => shut().catch(() => {}));
    const take = (url, thank) => {
      // Somebody else's message, or one that was made up: the real one may still come.
      if (keyOf(stateOf(url)) !== keyOf(state)) return false;
      const { grant, error } = receive([this.#provider], url) ?? {};
      // At another place a code is not believed; an error there is what providers say of a wrong redirect URI.
      if (!grant && (!error || (error.code === "callback_mismatch" && !url.includes("error=")))) return false;
      thank?.();
      run.stopClock();
      run.deliver = undefined;
      for (const end of ends) end();
      this.#guard(run, () => {
        if (error) throw error;
        const { code, flow, ...context } = grant;
        shut().catch(() => {});
        return this.#finish(run, flow, { url, code, state }, context);
      });
      return true;
    };
    const ends = [listenFor(state, (source) => !popup?.postMessage || source === popup, take)];
    if (typeof popup?.closed === "boolean") {
      const closed = () =>
        run.fail(cancelled("popup_closed", "The window was closed before the sign-in was done."));
      ends.push(watch(popup, closed, () => this.dispatchEvent(new Event("popupmaybeclosed"))));
    }
    for (const end of ends) run.finally(end);
    run.deliver = take;
  }

  async #finish(run, name, callback, context) {
    const hub = hubOf(this.#provider.manager);
    run.end(await complete(hub, this.#provider, name, callback, context, run));
  }

  #toServer(run, baseUrl, { returnTo, appState }) {
    const server = new ServerSession({ baseUrl });
    const engine = engineOf(this.#provider.appCredentials);
    engine.step("forget", { state: SERVER });
    const options = plain({ returnTo, appState: { baseUrl: `${baseUrl}`, appState }, mode: "server" });
    engine.step("track", { state: SERVER, options });
    return this.#leave(run, SERVER, () => server.login());
  }

  /** The page goes, and the promise stays open, unless the person comes back by the back button. */
  #leave(run, state, go) {
    let isGone = false;
    const back = ({ persisted }) => {
      if (!persisted) return;
      isGone = true;
      run.abort("The person came back to the page.");
    };
    addEventListener("pageshow", back);
    run.finally(() => {
      removeEventListener("pageshow", back);
      // By the forward button the person may still finish it.
      if (isGone) return;
      globalThis.stop();
      engineOf(this.#provider.appCredentials).step("forget", { state });
    });
    // WebKit does not stop a navigation in the task that has begun it: who gives up at once finds none begun.
    return Promise.resolve().then(() => run.signal.aborted || go());
  }
}

function choose(baseUrl) {
  if (baseUrl != null) return "server";
  return detectEnvironment().canPopup ? "popup" : "redirect";
}

function outcomeOf({ success, error }) {
  if (success) return "completed";
  if (error.name === "AuthFlowTimeout") return "timed_out";
  return error.name === "AuthFlowCancelled" ? "cancelled" : "failed";
}
