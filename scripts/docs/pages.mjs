// Owns: which documents are on the site, at which address, and in which order the sidebar has them.
// Must not: read what they say, but for their first heading.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/tools.mjs";

/** Where the pages are put together; the site's source. */
export const staged = join(root, "target", "site");

/** Documents that are not below docs/, and their pages. */
const others = {
  "README.md": "guide.md",
  "proxy/README.md": "portcullis-proxy.md",
  "SECURITY.md": "security.md",
  "CHANGELOG.md": "changelog.md",
};

/** From a document's path in the project to that of its page on the site. */
export const pages = new Map([
  ...readdirSync(join(root, "docs"), { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".md") && !name.startsWith("."))
    .sort()
    .map((name) => [`docs/${name}`, name]),
  ...Object.entries(others),
]);

const sections = {
  "Start here": ["guide", "quick-start/vite-react", "quick-start/script-tag", "quick-start/next"],
  "Signing in": ["sign-in", "popup", "device-flow", "elements"],
  Sessions: ["sessions", "stores", "refresh-and-tabs"],
  Providers: ["providers", "provider-records", "environment", "custom-provider", "custom-flow"],
  "The token proxy": ["proxy", "portcullis-proxy", "refresh-tokens"],
  Servers: ["app-servers", "server-sessions"],
  "Coming from": ["migrate/oidc-client-ts", "migrate/auth0-spa-js", "migrate/octokit"],
  Reference: ["support", "bundlers", "testing", "features", "benchmarks", "security", "changelog"],
};

const titleOf = (page) => /^# (.+)$/m.exec(readFileSync(join(staged, `${page}.md`), "utf8"))[1];
/** The README's heading is the project's name. */
const textOf = (page) => (page === "guide" ? "The guide" : titleOf(page).replaceAll("`", ""));
const itemOf = (page) => ({ text: textOf(page), link: `/${page}` });
const isIn = (folder) => (page) => page.startsWith(`${folder}/`) && !page.endsWith("/index");

/** `reference`: the pages made of the types. */
export function sidebarOf(reference) {
  const all = [...pages.values()].map((page) => page.slice(0, -".md".length));
  const placed = new Set(["index", "errors/index", ...Object.values(sections).flat()]);
  const left = all.filter((page) => !placed.has(page) && !isIn("errors")(page));
  return Object.entries(sections).map(([text, listed]) => {
    const items = listed.map(itemOf);
    if (text !== "Reference") return { text, items };
    const errors = { text: "Errors", link: "/errors/", collapsed: true };
    errors.items = all.filter(isIn("errors")).map(itemOf);
    const types = { text: "API", link: "/reference/", collapsed: true, items: reference.map(itemOf) };
    return { text, items: [types, errors, ...items, ...left.map(itemOf)] };
  });
}
