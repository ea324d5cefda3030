// One window of WebKit, or a frame of it, with those of Puppeteer's methods that the shared tests call; WebDriver's commands
// go to "the current window", so here they take turns. Owns: that translation. Must not: know the SDK or a server.

import { By, error } from "selenium-webdriver";
import { until } from "../../e2e/support/until.js";

/** A script in a page that goes into the back/forward cache meanwhile is never answered. The limit only ends that. */
const ANSWER_LIMIT = 10_000;

const FRAMES = `[...document.querySelectorAll("iframe")].map(({ src }) => src)`;

/** Calls a function in the page; a promise stays there, and its place is told. */
const CALL = `const value = (SOURCE)(...arguments);
if (typeof value?.then !== "function") return { isSettled: true, value, frames: ${FRAMES} };
window.promised ??= [];
const place = promised.push({ isSettled: false }) - 1;
const settle = (outcome) => { promised[place] = { isSettled: true, ...outcome, frames: ${FRAMES} }; };
value.then((value) => settle({ value }), (error) => settle({ error: error + "\\n" + error?.stack }));
return { isSettled: false, place };`;

/** Where windows take turns: one command after the other. */
export function createTurns(driver) {
  let last = Promise.resolve();
  return (work) => {
    const turn = last.then(() => work(driver));
    last = turn.catch(() => {});
    return turn;
  };
}

async function run(driver, ...script) {
  let timer;
  const never = new Promise((_, reject) => {
    timer = setTimeout(reject, ANSWER_LIMIT, new error.ScriptTimeoutError("the page has gone"));
  });
  try {
    return await Promise.race([driver.executeScript(...script), never]);
  } finally {
    clearTimeout(timer);
  }
}

export class Window {
  #takeTurn;
  #handle;
  #place;
  #url;
  #frames = [];

  constructor(takeTurn, handle, frame = {}) {
    this.#takeTurn = takeTurn;
    this.#handle = handle;
    this.#place = frame.place ?? null;
    this.#url = frame.url;
  }

  #do(work) {
    return this.#takeTurn(async (driver) => {
      await driver.switchTo().window(this.#handle);
      if (this.#place !== null) await driver.switchTo().frame(this.#place);
      const value = await work(driver);
      // Puppeteer's `url()` is synchronous. A window that has just closed keeps its last address.
      if (this.#place === null) this.#url = await driver.getCurrentUrl().catch(() => this.#url);
      return value;
    });
  }

  /** Other windows get their turns while a promise of this one is not settled. */
  async evaluate(action, ...given) {
    let outcome = await this.#do((driver) =>
      run(
        driver,
        CALL.replace("SOURCE", () => `${action}`),
        ...given,
      ),
    );
    const { place } = outcome;
    if (!outcome.isSettled) {
      await until(async () => {
        outcome = await this.#do((driver) => run(driver, "return promised[arguments[0]]", place));
        return outcome.isSettled;
      });
    }
    if (outcome.error) throw new Error(outcome.error);
    this.#frames = outcome.frames;
    return outcome.value;
  }

  /** Also on the page that comes next. */
  async waitForFunction(condition, _options, ...given) {
    await until(() => this.evaluate(condition, ...given).catch(ignoreGone));
  }

  async waitForSelector(selector) {
    await until(() => this.#do(async (driver) => (await driver.findElements(By.css(selector))).length > 0));
    return { click: () => this.click(selector) };
  }

  click(selector) {
    return this.#do((driver) => driver.findElement(By.css(selector)).click());
  }

  async goto(url) {
    await this.#do((driver) => driver.get(url));
    this.#frames = await this.#do((driver) => run(driver, `return ${FRAMES}`));
  }

  reload() {
    return this.#do((driver) => driver.navigate().refresh());
  }

  goBack() {
    return this.#do((driver) => driver.navigate().back());
  }

  goForward() {
    return this.#do((driver) => driver.navigate().forward());
  }

  bringToFront() {
    return this.#do(() => {});
  }

  close() {
    return this.#do((driver) => driver.close());
  }

  url() {
    return this.#url;
  }

  frames() {
    const frames = this.#frames.map((url, place) => new Window(this.#takeTurn, this.#handle, { place, url }));
    return [this, ...frames];
  }

  /** Whether it is a frame. */
  parentFrame() {
    return this.#place === null ? null : true;
  }
}

function ignoreGone(reason) {
  if (!(reason instanceof error.JavascriptError || reason instanceof error.ScriptTimeoutError)) throw reason;
}
