// The page on which a person chooses who they are and authorizes the app, or cancels.
// Owns: its markup. The form posts to WEB with the request's own query, so that nothing is lost on the way.
// Must not: decide anything, or print a value without escaping it.

import { appMarks, decisionButtons, personFieldset, scopeSection } from "./page-parts.js";
import { escapeHtml, renderPage } from "./page-shell.js";

export function renderAuthorizePage({ app, scopes, people, selected, action, redirectUri }) {
  const name = escapeHtml(app.name);
  return renderPage(
    200,
    `Authorize ${app.name}`,
    `${appMarks(app)}
<h1>Authorize ${name}</h1>
<p class="lead">${name} would like to sign you in.</p>
<form class="card" method="post" action="${escapeHtml(action)}">
${scopeSection(scopes)}
${personFieldset(people, selected)}
<div>
${decisionButtons(app)}
<p class="where">You will be sent back to ${escapeHtml(placeOf(redirectUri))}</p>
</div>
</form>`,
  );
}

/** An app's own scheme has no origin worth showing. */
function placeOf(redirectUri) {
  const { origin, protocol } = new URL(redirectUri);
  return origin === "null" ? protocol : origin;
}
