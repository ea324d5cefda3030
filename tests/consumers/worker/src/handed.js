// A worker that keeps nothing: the page hands it an access token.

import { createAuth } from "portcullis";
import { github } from "./config.js";

const auth = createAuth({ github, store: "memory" });

self.onmessage = async ({ data: { subject, credentials } }) => {
  await auth.storeCredentials("github", subject, credentials);
  const session = await auth.session();
  const response = await session.fetch(`${github.apiUrl}/user`, { cache: "no-store" });
  postMessage((await response.json()).login);
};
