// The same page with `portcullis/slim`, whose wasm is a file of its own. Nobody says where it is.

import { createAuth, init } from "portcullis/slim";
import { github } from "./config.js";

await init();
const auth = createAuth({ github });

const [button, output] = document.querySelectorAll("button, output");
await auth.handleRedirect();
button.onclick = () => auth.github.signIn({ mode: "redirect" });
button.disabled = false;
if (auth.getSnapshot().isAuthenticated) {
  const session = await auth.session();
  const response = await session.fetch(`${github.apiUrl}/user`, { cache: "no-store" });
  output.textContent = (await response.json()).login;
}
