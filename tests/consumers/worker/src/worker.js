// A worker with the store of the page: who signs in there is signed in here.

import { createAuth } from "portcullis";
import { IndexedDbStore } from "portcullis/indexeddb";
import { github } from "./config.js";

const auth = createAuth({ github, store: new IndexedDbStore() });

self.onmessage = async () => {
  const session = await auth.session().catch(() => null);
  const response = await session?.fetch(`${github.apiUrl}/user`, { cache: "no-store" });
  postMessage((await response?.json())?.login ?? "nobody");
};
