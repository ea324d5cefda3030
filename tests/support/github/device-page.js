// WEB/login/device: the pages on which a person enters the code of a device, and authorizes the app or cancels.
// Owns: their markup, and which of them comes next.
// Must not: change a device code itself (device.js), or print a value without escaping it.

import { approveDevice, denyDevice } from "./device.js";
import { appMarks, decisionButtons, personFieldset, scopeSection } from "./page-parts.js";
import { escapeHtml, guardPage, renderMessagePage, renderPage } from "./page-shell.js";
import { people, signedIn } from "./people.js";

export function answerDevicePage(world, request) {
  const form = new URLSearchParams(request.body);
  return guardPage(world, request.method === "POST" ? submit(world, request, form) : askForCode(request));
}

function submit(world, request, form) {
  const entry = world.devices.findOpen(form.get("user_code"));
  const app = entry && world.apps.find(({ clientId }) => clientId === entry.clientId);
  if (!app) return askForCode(request, "This code is wrong, was used before, or is too old.");
  const person = people.find(({ login }) => login === form.get("login"));
  if (form.get("decision") === "authorize" && person) {
    approveDevice(world, entry, person);
    return renderMessagePage(
      200,
      "Your device is connected",
      `Go back to ${app.name}: it goes on by itself.`,
    );
  }
  if (form.get("decision") === "cancel") {
    denyDevice(entry);
    return renderMessagePage(
      200,
      "Nothing was connected",
      `${app.name} got no access. You can close this page.`,
    );
  }
  return askForDecision(world, request, app, entry);
}

function askForCode({ path }, problem) {
  const alert = problem ? `<p class="alert" role="alert">${escapeHtml(problem)}</p>\n` : "";
  return renderPage(
    problem ? 422 : 200,
    "Connect a device",
    `<h1>Connect a device</h1>
<p class="lead">Enter the code that your device shows.</p>
<form class="card" method="post" action="${escapeHtml(path)}">
<div>
${alert}<label class="code">Code<input name="user_code" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="32" placeholder="XXXX-XXXX"></label>
</div>
<div class="buttons"><button class="primary">Continue</button></div>
</form>`,
  );
}

function askForDecision(world, { path }, app, { userCode, scopes }) {
  const name = escapeHtml(app.name);
  return renderPage(
    200,
    `Authorize ${app.name}`,
    `${appMarks(app)}
<h1>Authorize ${name}</h1>
<p class="lead">${name} would like to sign you in on a device that shows ${escapeHtml(userCode)}.</p>
<form class="card" method="post" action="${escapeHtml(path)}">
<input type="hidden" name="user_code" value="${escapeHtml(userCode)}">
${scopeSection(scopes)}
${personFieldset(people, signedIn(world.switches.user))}
<div>
${decisionButtons(app)}
<p class="where">Authorize only what you started yourself: whoever gave you this code will be signed in as you.</p>
</div>
</form>`,
  );
}
