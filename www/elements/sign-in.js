// `<portcullis-sign-in>` (`portcullis/sign-in`): a button that signs in, what comes of it, and who is signed in.
// Must not: know a step of a sign-in, or keep a token; `auth` does both.

import { define, make, PortcullisElement, reflect, say, slot } from "./element.js";
import { signIn as css } from "./styles.js";

const NAMES = { github: "GitHub", gitlab: "GitLab" };
/** Parts of the device code that a page can style from outside. */
const PARTS = "instruction,code,link,copy,qr,countdown,status";

export class PortcullisSignIn extends PortcullisElement {
  static properties = ["auth"];
  static observedAttributes = ["heading", "subheading", "provider"];
  #auth = null;
  #unsubscribe;
  /** Of the sign-in under way. */
  #control;
  /** Who signed in here last, as the provider says. */
  #person;
  #card;
  #heading = slot("heading");
  #subheading = slot("subheading");
  #label = slot("label");
  #waiting = slot("waiting");
  #account = slot("account");
  #button = make("button", { part: "button", className: "primary", type: "button" }, this.#label);
  #cancel = make("button", { part: "cancel", type: "button" }, slot("cancel", "Cancel"));
  #signOut = make("button", { part: "sign-out", type: "button" }, slot("sign-out", "Sign out"));
  #device = make("div", { part: "device", className: "device" });
  #error = make("p", { part: "error", className: "error" });
  #title = make("h2", { part: "heading" }, this.#heading);
  #subtitle = make("p", { part: "subheading", className: "muted" }, this.#subheading);
  #status = make("p", { part: "status", className: "muted", id: "status" }, this.#waiting);
  #who = make("p", { part: "account", className: "account", tabIndex: -1 }, this.#account);

  constructor() {
    const card = make("div", { part: "card", className: "card", hidden: true });
    super(css, card);
    this.#card = card;
    this.#status.setAttribute("role", "status");
    this.#error.setAttribute("role", "alert");
    this.#cancel.setAttribute("aria-describedby", this.#status.id);
    card.append(this.#title, this.#subtitle, this.#button, this.#status, this.#device, this.#cancel);
    card.append(this.#who, this.#signOut, this.#error);
    card.addEventListener("slotchange", () => this.#show());
    this.#button.addEventListener("click", () => this.#start());
    this.#cancel.addEventListener("click", () => this.#control?.abort());
    this.#signOut.addEventListener("click", () => this.#leave());
  }

  get auth() {
    return this.#auth;
  }

  set auth(auth) {
    if (auth === this.#auth) return;
    this.#control?.abort();
    this.#auth = auth ?? null;
    this.#fail();
    this.#follow();
  }

  connectedCallback() {
    super.connectedCallback();
    this.#follow();
  }

  disconnectedCallback() {
    this.#unsubscribe?.();
    // Moving is leaving and coming back at once. Else nobody is there any more to see a code, or to cancel.
    queueMicrotask(() => this.isConnected || this.#control?.abort());
  }

  attributeChangedCallback() {
    this.#show();
  }

  #follow() {
    this.#unsubscribe?.();
    this.#unsubscribe = this.isConnected ? this.#auth?.subscribe(() => this.#show()) : undefined;
    this.#show();
  }

  get #provider() {
    const auth = this.#auth;
    const name = this.provider ?? auth.names()[0];
    return auth.has(name) ? auth.provider(name).name : name;
  }

  /** Nothing before `signIn` waits: a popup has to open inside the click. */
  async #start() {
    const auth = this.#auth;
    const provider = this.#provider;
    const control = new AbortController();
    this.#control = control;
    const { mode, scope, returnTo } = this;
    const given = { provider, mode, scope, returnTo };
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));
    if (mode === "device") options.onPrompt = (prompt) => control.signal.aborted || this.#prompt(prompt);
    this.#fail();
    this.#tell("signin-start", { provider });
    const signingIn = new Promise((resolve) => resolve(auth.signIn({ ...options, signal: control.signal })));
    this.#show();
    const result = await signingIn.catch((error) => ({ success: false, error }));
    const { success, error } = result;
    if (success) this.#person = { subject: inWords(result.subject), ...result.userInfo };
    if (this.#control === control) {
      this.#control = undefined;
      this.#show();
      this.#device.replaceChildren();
      if (!success && error.name !== "AuthFlowCancelled") this.#fail(error);
    }
    if (success) this.#tell("signed-in", result);
    else this.#tell("signin-error", error);
  }

  async #leave() {
    const auth = this.#auth;
    this.#fail();
    try {
      this.#tell("signed-out", await auth.signOut({ provider: this.#provider }));
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    say(this.#error, error?.message ?? "");
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  /** Where the other element is not loaded, the code and a link do. */
  #prompt(prompt) {
    const Code = globalThis.customElements.get("portcullis-device-code");
    if (Code) {
      const element = Object.assign(new Code(), { prompt });
      element.setAttribute("exportparts", PARTS);
      return this.#device.replaceChildren(element);
    }
    const { verificationUri: uri, userCode } = prompt;
    const link = make("button", { part: "link", type: "button" }, uri);
    link.addEventListener("click", () => prompt.openVerification());
    this.#device.replaceChildren("Enter the code ", make("code", { part: "code" }, userCode), " at ", link);
  }

  /** The name of who signed in here; a number as such says nothing to people. */
  #whoIs(subject, provider) {
    const { name, login } = this.#person?.subject === subject ? this.#person : {};
    const shown = name ?? login ?? subject;
    return /^\d+$/.test(shown) ? `Signed in with ${provider}` : `Signed in as ${shown}`;
  }

  /** The one picture of the state. */
  #show() {
    this.#card.hidden = !this.#auth;
    if (!this.#auth) return;
    const provider = this.#provider;
    const { isLoading, accounts = [] } = this.#auth.getSnapshot();
    const account = accounts.find((one) => one.provider === provider && one.isLive);
    const isBusy = Boolean(this.#control);
    const name = NAMES[provider] ?? inTitleCase(provider);
    say(this.#heading, this.heading ?? "");
    say(this.#subheading, this.subheading ?? "");
    say(this.#label, `Sign in with ${name}`);
    say(this.#waiting, isBusy ? `Waiting for ${name}…` : "");
    say(this.#account, account ? this.#whoIs(inWords(account.subject), name) : "");
    const focused = this.shadowRoot.activeElement;
    this.#title.hidden = isEmpty(this.#heading);
    this.#subtitle.hidden = isEmpty(this.#subheading);
    this.#button.hidden = isBusy || isLoading || Boolean(account);
    this.#status.hidden = this.#device.hidden = this.#cancel.hidden = !isBusy;
    this.#who.hidden = this.#signOut.hidden = isBusy || !account;
    // The focus does not get lost with what had it.
    if (focused?.closest("[hidden]"))
      [this.#cancel, this.#who, this.#button].find((one) => !one.hidden)?.focus();
  }
}

/** Subjects are texts, or plain objects of the app. */
const inWords = (subject) => (typeof subject === "string" ? subject : JSON.stringify(subject));

const inTitleCase = (name) => name.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());

const isEmpty = (one) => one.assignedNodes().length === 0 && !one.textContent;

reflect(PortcullisSignIn, ["provider", "mode", "scope", "heading", "subheading", "return-to"]);
define("portcullis-sign-in", PortcullisSignIn);
