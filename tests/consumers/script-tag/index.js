// The same page without a bundler: the script tag before has set the global.

import { github } from "./src/config.js";

const [button, output] = document.querySelectorAll("button, output");
const auth = window.Portcullis.createAuth({ github });

await auth.handleRedirect();
button.onclick = () => auth.github.signIn({ mode: "redirect" });
button.disabled = false;
if (auth.getSnapshot().isAuthenticated) {
  const session = await auth.session();
  const response = await session.fetch(`${github.apiUrl}/user`, { cache: "no-store" });
  output.textContent = (await response.json()).login;
}
