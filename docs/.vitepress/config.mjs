// Owns: what VitePress has to know of the site. The pages are put together by scripts/docs before it runs.
// Must not: name another host; the site loads nothing from elsewhere.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sidebarOf, staged } from "../../scripts/docs/pages.mjs";
import { wordlessHeads } from "../../scripts/docs/tables.mjs";

const reference = readdirSync(join(staged, "reference"))
  .map((name) => `reference/${name.slice(0, -".md".length)}`)
  .filter((page) => page !== "reference/index");

/** The anchors that GitHub makes, so that one link works at both places. */
const slugify = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

export default {
  srcDir: staged,
  title: "Portcullis",
  description: "Sign in with GitHub, or any OAuth 2 provider, from a page that has no backend.",
  lang: "en",
  head: [["link", { rel: "icon", href: "/mark.svg" }]],
  vite: {
    resolve: {
      alias: [
        { find: /^.*\/VPHome\.vue$/, replacement: fileURLToPath(new URL("theme/home.js", import.meta.url)) },
      ],
    },
  },
  markdown: {
    anchor: { slugify },
    linkify: false,
    config: (md) => md.use(wordlessHeads),
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  themeConfig: {
    logo: "/mark.svg",
    search: { provider: "local" },
    nav: [
      { text: "Guide", link: "/guide" },
      { text: "Errors", link: "/errors/" },
      { text: "API", link: "/reference/" },
    ],
    sidebar: sidebarOf(reference),
    outline: [2, 3],
    docFooter: { prev: "Before", next: "Next" },
    footer: { message: "MIT or Apache-2.0, at your option." },
  },
};
