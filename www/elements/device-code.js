// `<portcullis-device-code>` (`portcullis/device-code`): a device's code, its address and its QR code, until it ends.
// Must not: ask for a code or wait for an answer; `prompt` is what `onPrompt` was given.

import { define, make, PortcullisElement, say, slot } from "./element.js";
import { drawQrCode } from "./qr-code.js";
import { deviceCode as css } from "./styles.js";

/** When a screen reader hears how long there is, in seconds before the end. */
const MILESTONES = [60, 300];

export class PortcullisDeviceCode extends PortcullisElement {
  static properties = ["prompt"];
  #prompt = null;
  #timer;
  #left;
  #box;
  #instruction = make("p", { part: "instruction" });
  #code = make("div", { part: "code", className: "code" });
  #link = make("a", { part: "link", target: "_blank", rel: "noopener noreferrer" });
  #copy = make("button", { part: "button copy", type: "button" }, slot("copy", "Copy code"));
  #qr = make("div", { part: "qr", className: "qr" });
  #countdown = make("p", { part: "countdown", className: "countdown" });
  #status = make("p", { part: "status", className: "status" });

  constructor() {
    const box = make("div", { part: "box", className: "box", hidden: true });
    super(css, box);
    this.#box = box;
    // Hears it as one picture with a name: letter for letter.
    this.#code.setAttribute("role", "img");
    // A timer is not read out as it runs; the status is.
    this.#countdown.setAttribute("role", "timer");
    this.#status.setAttribute("role", "status");
    this.#instruction.append(slot("instruction", "Enter this code at"), " ", this.#link);
    box.append(this.#instruction, this.#code, this.#copy, this.#qr, this.#countdown, this.#status);
    this.#copy.addEventListener("click", () => this.#copyCode());
    this.#link.addEventListener("click", (event) => {
      event.preventDefault();
      if (this.#link.href) this.#prompt.openVerification();
    });
  }

  get prompt() {
    return this.#prompt;
  }

  set prompt(prompt) {
    this.#prompt = prompt ?? null;
    this.#show();
  }

  connectedCallback() {
    super.connectedCallback();
    this.#show();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #show() {
    clearInterval(this.#timer);
    const prompt = this.#prompt;
    this.#box.hidden = !prompt;
    if (!prompt) return;
    const { userCode, verificationUri, verificationUriComplete = verificationUri } = prompt;
    say(this.#code, userCode);
    this.#code.setAttribute("aria-label", spell(userCode));
    const page = webAddress(verificationUri);
    say(this.#link, verificationUri);
    if (page) this.#link.href = page;
    else this.#link.removeAttribute("href");
    const target = webAddress(verificationUriComplete);
    this.#qr.replaceChildren(...[target && drawQrCode(target)].filter(Boolean));
    say(this.#status, "");
    this.#left = Infinity;
    this.#tick();
    if (this.isConnected && this.#left > 0) this.#timer = setInterval(() => this.#tick(), 1000);
  }

  #tick() {
    const before = this.#left;
    this.#left = this.#prompt.expiresAt - Date.now() / 1000;
    const hasEnded = this.#left <= 0;
    this.#box.classList.toggle("expired", hasEnded);
    this.#box.setAttribute("part", hasEnded ? "box expired" : "box");
    for (const part of [this.#instruction, this.#copy, this.#qr, this.#countdown]) part.hidden = hasEnded;
    if (hasEnded) {
      clearInterval(this.#timer);
      return say(this.#status, "This code has expired. Please start again.");
    }
    say(this.#countdown, `Expires in ${clock(this.#left)}`);
    const reached = MILESTONES.find((seconds) => before > seconds && this.#left <= seconds);
    if (reached && before !== Infinity) say(this.#status, `The code expires in ${inWords(reached)}.`);
  }

  async #copyCode() {
    const prompt = this.#prompt;
    // So that copying again is said again.
    say(this.#status, "");
    let said = "Copied";
    try {
      await prompt.copyCode();
    } catch {
      said = "This browser does not let the page copy. Select the code and copy it.";
    }
    if (prompt === this.#prompt && this.#left > 0) say(this.#status, said);
  }
}

/** `null` for what is no address of a web page, such as `javascript:`. */
function webAddress(text) {
  try {
    const { href, protocol } = new URL(text);
    return /^https?:$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

const spell = (code) => Array.from(code, (letter) => (letter === "-" ? "dash" : letter)).join(" ");

const inWords = (seconds) => (seconds === 60 ? "1 minute" : `${seconds / 60} minutes`);

function clock(left) {
  const seconds = Math.ceil(left);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

define("portcullis-device-code", PortcullisDeviceCode);
