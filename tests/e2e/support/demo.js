// The demo and the stand-in as a person uses them: by the words on buttons and the state of the page.
// Owns: these few clicks. Must not: assert; a step that cannot be done times out and says which.

export const ADA = { login: "ada-brook", id: 7310452, name: "Ada Brook" };
export const JUN = { login: "jun-okafor", id: 24816093, name: "Jun Okafor" };

export const signInButton = (page) => page.getByRole("button", { name: "Sign in with GitHub" });
export const signOutButton = (page) => page.getByRole("button", { name: "Sign out" });
export const authorizeButton = (page) => page.getByRole("button", { name: "Authorize Portcullis demo" });
export const cancelButton = (page) => page.getByRole("button", { name: "Cancel" });

/** Waits until the demo shows "signed-in" or "signed-out". */
export const demoState = (page, state) => page.locator(`body[data-state="${state}"]`).waitFor();

/** The demo's page where the sign-in button leaves it; without this it opens a window. */
export function inThisTab(address) {
  const start = new URL(address);
  start.searchParams.set("mode", "redirect");
  return start.href;
}

/** From the demo to the stand-in's page with its buttons. */
export async function goToGithub(page, address) {
  await page.goto(inThisTab(address));
  await signInButton(page).click();
  await authorizeButton(page).waitFor();
}

export async function authorize(page, person = ADA) {
  await page.getByRole("radio", { name: person.name }).check();
  await authorizeButton(page).click();
  await demoState(page, "signed-in");
}

export async function signIn(page, address, person) {
  await goToGithub(page, address);
  await authorize(page, person);
}

/** The problem on the page, once there is one: its code, its title and everything a person can read in it. */
export async function shownProblem(page) {
  const panel = page.locator("#error");
  await panel.waitFor();
  return {
    code: await panel.getAttribute("data-code"),
    title: await panel.getByRole("heading").innerText(),
    text: await panel.innerText(),
  };
}
