// What the pages have in common on which a person authorizes an app: marks, scopes, people, the two buttons.
// Owns: their markup. Must not: decide anything, or print a value without escaping it.

import { escapeHtml } from "./page-shell.js";
import { scopeInWords } from "./scopes.js";

const MARK = `<svg viewBox="0 0 56 56" aria-hidden="true"><rect width="56" height="56"/><circle cx="22" cy="28" r="10"/><circle cx="34" cy="28" r="10"/></svg>`;

export function appMarks({ name }) {
  return `<div class="marks" aria-hidden="true"><span class="app">${escapeHtml(initial(name))}</span><span class="link"></span>${MARK}</div>`;
}

export function scopeSection(scopes) {
  return `<section>
<h2>It will be able to</h2>
<ul>
${scopeItems(scopes)}
</ul>
</section>`;
}

export function personFieldset(people, selected) {
  return `<fieldset>
<legend>Sign in as</legend>
<div>
${people.map((person) => personChoice(person, person === selected)).join("\n")}
</div>
</fieldset>`;
}

export function decisionButtons({ name }) {
  return `<div class="buttons">
<button class="primary" name="decision" value="authorize">Authorize ${escapeHtml(name)}</button>
<button name="decision" value="cancel">Cancel</button>
</div>`;
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
