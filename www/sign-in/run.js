// `Run`: one sign-in under way. It ends once, whoever is first: success, failure, the caller, the clock, or a newer sign-in.

import { AuthFlowTimeout, cancelled } from "../errors.js";

let count = 0;

export class Run {
  #controller = new AbortController();
  #ends = [];
  #timer;
  #isOver = false;
  #isSealed = false;

  /** `ended` gets the one result, and so does who waits for `result`. */
  constructor(hub, ended) {
    count += 1;
    /** For logs; not a secret. */
    this.flowId = `${Date.now().toString(36)}-${count}`;
    this.result = new Promise((resolve) => {
      this.#ends.push((result) => {
        if (hub.run === this) hub.run = undefined;
        ended(result);
        resolve(result);
      });
    });
    const older = hub.run;
    hub.run = this;
    older?.abort("A newer sign-in took its place.");
  }

  /** Aborted when it ends in another way than by its own result. */
  get signal() {
    return this.#controller.signal;
  }

  /** What has to be cleaned up when it ends, in whatever way. */
  finally(action) {
    if (this.#isOver) action();
    else this.#ends.unshift(action);
  }

  end(result) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.stopClock();
    const { flowId } = this;
    if (result.error) result.error.flowId ??= flowId;
    for (const action of this.#ends) action({ ...result, flowId });
  }

  fail(error) {
    if (this.#isSealed) return;
    this.#controller.abort(error);
    this.end({ success: false, error });
  }

  /** Somebody is signed in: from here on only the result is left to come. */
  seal() {
    this.#isSealed = true;
  }

  abort(reason, cause) {
    this.fail(cancelled("aborted", `The sign-in was cancelled. ${reason}`, cause));
  }

  /** How long to wait for the person; what comes after that has limits of its own. */
  startClock(seconds) {
    if (this.#isOver) return;
    const late = () => this.fail(new AuthFlowTimeout({ timeout: seconds }));
    this.#timer = setTimeout(late, seconds * 1000);
  }

  stopClock() {
    clearTimeout(this.#timer);
  }
}
