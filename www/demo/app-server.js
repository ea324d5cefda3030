// The app server of this demo: a server that signs its people in by itself and hands out tokens for its own API.
// It must not decide what the page shows.
import { HostAuthProvider } from "/portcullis/index.js";

export const APP_SERVER = "app_server";

export function addAppServer(auth, { host, redirectUri }) {
  const server = new HostAuthProvider({ host, name: APP_SERVER, redirectUris: [redirectUri] });
  auth.register(APP_SERVER, server);
}

/** Whose credentials these are, in the words of GitHub's profiles. */
export async function fetchPerson(auth, session) {
  const user = await auth.provider(APP_SERVER).getUserInfo(session.credentials());
  if (!user)
    throw Object.assign(new Error("The server did not say who this is."), { code: "invalid_response" });
  const { first_name, last_name, username, email } = user;
  return { name: `${first_name} ${last_name}`, login: username, bio: email };
}

/** Its own session at the server ends too: the page is left for that, and comes back. */
export const leaveAppServer = (auth, returnTo) => auth.provider(APP_SERVER).logout({ returnTo });
