// One test for each consumer: it is served, somebody opens it and signs in. Owns: what the consumers of a test file share, such as
// the browser. One at a time: they take turns at one origin. Must not: know how one is made.

import { after, before, test } from "node:test";
import { installPackage } from "./project.js";
import { launch, open, signIn, visit, weigh } from "./visit.js";
import { startWorld } from "./world.js";

export async function startConsumers() {
  const world = await startWorld();
  const project = installPackage(world.options);
  const rows = [];
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await world.close();
  });

  return {
    world,
    /** For the table: what was loaded, of each consumer that has a command. */
    rows,
    /** The folder of a new project of that name, with the source of a folder of tests/consumers. */
    projectOf: (title, source) => project(title.replaceAll(/\W+/g, "-"), source),
    visit: (run) => visit(browser, run),
    /** `serve` gives what stops it; `more` goes on with the page when somebody is signed in. */
    consumer(title, serve, { command, more } = {}) {
      test(title, async (t) => {
        world.github.reset();
        t.after(await serve());
        await visit(browser, async (page, allow) => {
          const loaded = await open(page, world.origin);
          if (command) rows.push({ consumer: title, command, bytes: await weigh(loaded) });
          await signIn(page, world);
          await more?.(page, allow);
        });
      });
    },
  };
}
