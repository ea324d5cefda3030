// Owns: what a set-up step is: a command that must succeed, and how a failed one is reported.
// Must not: import anything but node:*, or know which steps there are.
import { clock, run } from "./run.mjs";

/** A step that failed: what, why (its output lines) and what the reader can do. */
export class StepError extends Error {
  constructor(title, output, help) {
    super(title);
    this.output = output;
    this.help = help;
  }
}

export async function mustRun({ duration, help, ...step }) {
  step.say(`${step.title} (takes ${duration}) …`);
  const { code, output, elapsed } = await run(step);
  if (code !== 0) throw new StepError(`${step.title} (exit code ${code})`, output, help);
  step.say(`${step.title}: done in ${clock(elapsed)}`);
}

export function reportFailure(say, failure) {
  // Anything else is a mistake in the scripts, and its stack is what helps.
  if (!(failure instanceof StepError)) throw failure;
  say(`FAILED: ${failure.message}`);
  const lines = failure.output.trimEnd().split("\n");
  // Most tools end with the reason; npm begins with it and ends with a page of usage.
  const shown = lines.length > 32 ? [...lines.slice(0, 8), "…", ...lines.slice(-22)] : lines;
  for (const line of shown) console.log(`    | ${line}`);
  say(`What to do: ${failure.help}`);
}
