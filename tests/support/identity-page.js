// The pages on which a person decides at a small identity provider: a frame, a decision with two buttons, a message.
// Owns: their markup and that every value in it is escaped. Must not: know what is being decided.

export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function renderPage(status, title, main) {
  return {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
      "Cache-Control": "no-store",
    },
    body: `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<h1>${escapeHtml(title)}</h1>
${main}
</html>
`,
  };
}

/** Posts `decision` (authorize or cancel), `person` and, where it is asked for, `user_code` to `action`. */
export function renderDecision({ title, action, people, userCode = null }) {
  const choices = people.map(
    ({ username, name }, index) =>
      `<p><label><input type="radio" name="person" value="${escapeHtml(username)}"${index === 0 ? " checked" : ""}> ${escapeHtml(name)}</label></p>`,
  );
  const code =
    userCode === null
      ? ""
      : `<p><label>Code <input name="user_code" required autocomplete="off" value="${escapeHtml(userCode)}"></label></p>\n`;
  return renderPage(
    200,
    title,
    `<form method="post" action="${escapeHtml(action)}">
${code}<fieldset><legend>Sign in as</legend>
${choices.join("\n")}
</fieldset>
<p><button name="decision" value="authorize">Authorize</button>
<button name="decision" value="cancel">Cancel</button></p>
</form>`,
  );
}

export function renderMessage(status, title, text) {
  return renderPage(status, title, `<p>${escapeHtml(text)}</p>`);
}
