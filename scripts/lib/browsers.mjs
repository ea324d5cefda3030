// Owns: finding Chromium with its driver, Firefox, and WebKitGTK's driver, and installing them where apt-get can.
// Must not: import anything but node:*, or fail because a platform has no such browser: its tests are then skipped.
import { mustRun } from "./steps.mjs";
import { probe, which } from "./tools.mjs";

const chromiumNames = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
// There is no WebKit for tests but Linux's own: Safari cannot be driven without a person who allows it.
const webkitPackages = process.platform === "linux" ? ["webkit2gtk-driver", "xvfb", "xauth", "openssl"] : [];
const firefoxNames = ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/** A program that really answers: some distributions install a stub that only says where to get it. */
function findProgram(name) {
  const path = which(name);
  const version = path && /(\d+)\.\d/.exec(probe(path, ["--version"]) ?? "");
  return version ? { path, major: version[1] } : null;
}

/** Paths, or null for what is missing. A chromedriver counts only when its major version is the browser's. */
export function findBrowsers() {
  const driver = findProgram("chromedriver");
  const chromiums = chromiumNames.map(findProgram).filter(Boolean);
  const chromium = chromiums.find(({ major }) => major === driver?.major) ?? chromiums[0];
  return {
    chromium: chromium?.path ?? null,
    chromedriver: chromium && driver?.major === chromium.major ? driver.path : null,
    firefox: firefoxNames.map(findProgram).find(Boolean)?.path ?? null,
    // Without a display it does not start, and its cookies need TLS.
    webkit: ["xvfb-run", "xauth", "openssl"].every(which) ? which("WebKitWebDriver") : null,
  };
}

export async function installBrowsers(say) {
  const found = findBrowsers();
  const wanted = [
    ...(found.chromium && found.chromedriver ? [] : ["chromium", "chromium-driver"]),
    ...(found.firefox ? [] : ["firefox-esr"]),
    ...(found.webkit ? [] : webkitPackages),
  ];
  if (wanted.length === 0) return;
  if (process.getuid?.() !== 0 || !which("apt-get")) {
    say(
      `NOT FOUND: ${wanted.join(", ")}. Only apt-get as root installs browsers here; please install them yourself:`,
    );
    say(
      "    Debian: sudo apt-get install chromium chromium-driver firefox-esr webkit2gtk-driver xvfb xauth openssl",
    );
    say("    macOS:  brew install --cask google-chrome chromedriver firefox");
    say("Until then the tests that need them are SKIPPED.");
    return;
  }
  const aptGet = (title, duration, args) =>
    mustRun({
      say,
      title,
      duration,
      command: "apt-get",
      // A machine that has just started is often updating itself: wait for its lock.
      args: ["-o", "DPkg::Lock::Timeout=600", ...args],
      env: { DEBIAN_FRONTEND: "noninteractive" },
      help: `check the network, or install by hand: ${wanted.join(", ")}.`,
    });
  await aptGet("Package lists (apt-get update)", "seconds", ["update"]);
  const available = wanted.filter((name) => probe("apt-cache", ["show", name]) !== null);
  const absent = wanted.filter((name) => !available.includes(name));
  if (absent.length > 0) {
    say(`This distribution has no package ${absent.join(", ")}: install the browser from its maker's site.`);
    say("Until then the tests that need it are SKIPPED.");
  }
  if (available.length > 0) {
    const title = `Browsers for the tests: ${available.join(", ")}`;
    await aptGet(title, "a minute or two, once", ["install", "-y", "--no-install-recommends", ...available]);
  }
}
