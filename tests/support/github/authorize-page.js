// The page on which a person chooses who they are and authorizes the app, or cancels.
// Owns: its markup. The form posts to WEB with the request's own query, so that nothing is lost on the way.
// Must not: decide anything, or print a value without escaping it.

import { escapeHtml, renderPage } from "./page-shell.js";
import { scopeInWords } from "./scopes.js";

const MARK = `<svg viewBox="0 0 56 56" aria-hidden="true"><rect width="56" height="56"/><circle cx="22" cy="28" r="10"/><circle cx="34" cy="28" r="10"/></svg>`;

export function renderAuthorizePage({ app, scopes, people, selected, action, redirectUri }) {
  const name = escapeHtml(app.name);
  return renderPage(
    200,
    `Authorize ${app.name}`,
    `<div class="marks" aria-hidden="true"><span class="app">${escapeHtml(initial(app.name))}</span><span class="link"></span>${MARK}</div>
<h1>Authorize ${name}</h1>
<p class="lead">${name} would like to sign you in.</p>
<form class="card" method="post" action="${escapeHtml(action)}">
<section>
<h2>It will be able to</h2>
<ul>
${scopeItems(scopes)}
</ul>
</section>
<fieldset>
<legend>Sign in as</legend>
<div>
${people.map((person) => personChoice(person, person === selected)).join("\n")}
</div>
</fieldset>
<div>
<div class="buttons">
<button class="primary" name="decision" value="authorize">Authorize ${name}</button>
<button name="decision" value="cancel">Cancel</button>
</div>
<p class="where">You will be sent back to ${escapeHtml(placeOf(redirectUri))}</p>
</div>
</form>`,
  );
}

function scopeItems(scopes) {
  if (scopes.length === 0) return "<li>Read your public profile</li>";
  return scopes
    .map((scope) => `<li>${escapeHtml(scopeInWords(scope))} <code>${escapeHtml(scope)}</code></li>`)
    .join("\n");
}

function personChoice({ login, id, name }, checked) {
  return `<label class="person"><input type="radio" name="login" value="${login}"${checked ? " checked" : ""}><img src="/avatars/u/${id}" alt="" width="40" height="40"><span><b>${name}</b><small>${login}</small></span></label>`;
}

function initial(name) {
  return [...name.trim()][0]?.toUpperCase() ?? "?";
}

/** An app's own scheme has no origin worth showing. */
function placeOf(redirectUri) {
  const { origin, protocol } = new URL(redirectUri);
  return origin === "null" ? protocol : origin;
}
