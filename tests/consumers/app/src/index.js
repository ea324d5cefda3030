// An app of one page, for bundlers and policies: signs in by a redirect and says who that is, or what went wrong.

import { createAuth } from "portcullis";
import { github } from "./config.js";

const [button, output] = document.querySelectorAll("button, output");

try {
  const auth = createAuth({ github });
  const result = await auth.handleRedirect();
  if (result?.error) throw result.error;
  button.onclick = () => auth.github.signIn({ mode: "redirect" });
  button.disabled = false;
  if (auth.getSnapshot().isAuthenticated) {
    const session = await auth.session();
    const response = await session.fetch(`${github.apiUrl}/user`, { cache: "no-store" });
    output.textContent = (await response.json()).login;
  }
} catch (error) {
  output.textContent = `${error.code}: ${error.message}`;
}
