// Owns: `npm start`: set-up, build, the running demo, and the words that say where it is.
// Must not: hold any logic of those parts, or leave anything running when it ends.
import { makeSay, run, stopOnSignal } from "./lib/run.mjs";
import { setUp } from "./setup.mjs";
import { startStack } from "./stack.mjs";

const say = makeSay("start");
let stack = null;
stopOnSignal(async () => {
  await stack?.close();
  say("Stopped.");
}, 0);

function banner({ url, proxyUrl, github, appServer }) {
  const provider = github
    ? [
        `GitHub stand-in  ${github.webUrl}  (API ${github.apiUrl})`,
        `App server       ${appServer.url}`,
        "Their people are made up: choose any of them.",
      ]
    : [
        "Provider         https://github.com",
        `Callback URLs to register there: ${url}/callback`,
        `and, for the script-tag page, ${url}/callback/plain`,
      ];
  const lines = [
    `Open the demo:   ${url}`,
    "",
    `Token proxy      ${proxyUrl}`,
    ...provider,
    "",
    "Ctrl-C stops all.",
  ];
  return `\n${lines.map((line) => line && `   ${line}`).join("\n")}\n`;
}

async function start() {
  if (!(await setUp({ browsers: false }))) return 1;
  const build = await run({
    say,
    title: "Building the package",
    command: process.execPath,
    args: ["www/build.mjs"],
    live: true,
  });
  if (build.code !== 0) {
    say("FAILED: the package does not build; the lines above say why.");
    return 1;
  }
  try {
    stack = await startStack();
  } catch (error) {
    say(`FAILED: the demo does not start: ${error.message}`);
    return 1;
  }
  console.log(banner(stack));
  return 0;
}

// The open servers keep the process alive.
process.exitCode = await start();
