// The frame of every HTML page of WEB: document, style, security headers, and the plain message page.
// Owns: escaping and the pages' security headers.
// Must not: know what is being authorized; authorize-page.js and device-page.js fill the frame.

import { createHash } from "node:crypto";
import { PAGE_STYLE } from "./page-style.js";

const STYLE_HASH = createHash("sha256").update(PAGE_STYLE).digest("base64");

// No form-action: Chromium applies it to the redirect after the form too, and it cannot name [::1] at all.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "img-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function renderPage(status, title, main) {
  return {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": CONTENT_SECURITY_POLICY,
      "X-Content-Type-Options": "nosniff",
    },
    body: `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${main}
<footer>GitHub stand-in, for local development</footer>
</main>
</body>
</html>
`,
  };
}

/** What every page about a decision is sent with: not to be framed, not to be kept; COOP by switch. */
export function guardPage({ switches }, answer) {
  const headers = { ...answer.headers, "X-Frame-Options": "deny", "Cache-Control": "no-cache" };
  if (switches.coop) headers["Cross-Origin-Opener-Policy"] = "same-origin";
  return { ...answer, headers };
}

export function renderMessagePage(status, title, text) {
  return renderPage(status, title, `<h1>${escapeHtml(title)}</h1>\n<p class="lead">${escapeHtml(text)}</p>`);
}
