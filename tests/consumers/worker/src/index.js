// The page of three workers: it signs in, and they make requests. Says who is signed in by the word of the first.

import { createAuth } from "portcullis";
import { IndexedDbStore } from "portcullis/indexeddb";
import { github } from "./config.js";

const auth = createAuth({ github, store: new IndexedDbStore() });
await auth.handleRedirect();
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

const start = {
  handed: () => new Worker(new URL("./handed.js", import.meta.url), { type: "module" }),
  alone: () => new Worker(new URL("./alone.js", import.meta.url), { type: "module" }),
};

const ask = (asked, question) =>
  new Promise((resolve, reject) => {
    asked.onmessage = ({ data }) => resolve(data);
    asked.onerror = ({ message }) => reject(new Error(message));
    asked.postMessage(question);
  });

/** What a person does not see and a test asks for. */
window.app = {
  async own() {
    const session = await auth.session();
    const response = await session.fetch(`${github.apiUrl}/user`, { cache: "no-store" });
    return (await response.json()).login;
  },
  shared: () => ask(worker),
  async handed() {
    const session = await auth.session();
    const { accessToken, expiresAt } = session.credentials();
    return ask(start.handed(), { subject: session.subject, credentials: { accessToken, expiresAt } });
  },
  alone: (question) => ask(start.alone(), question),
};

const [button, output] = document.querySelectorAll("button, output");
button.onclick = () => auth.github.signIn({ mode: "redirect" });
output.textContent = await ask(worker);
button.disabled = false;
