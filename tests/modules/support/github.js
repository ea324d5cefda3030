// GithubClient with a session whose answers a test gives: what it asked for, and what it makes of the answers.
// Owns: that arrangement. Must not: check anything.

import { GithubClient } from "../../../www/github-client.js";
import { StubSession } from "./session.js";

export const API = "https://api.github.com";

export const json = (body, init = {}) =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { "content-type": "application/json; charset=utf-8", ...init.headers },
  });

/** `answers` in the order of the requests; `sent` has each request with the text of its body. */
export function clientWith(...answers) {
  const sent = [];
  const session = new StubSession(API, async (request) => {
    const { method, url, headers } = request;
    sent.push({ method, url, headers, body: await request.text() });
    return answers.shift();
  });
  return { client: new GithubClient(session, API), sent };
}

/** The error a call rejects with. */
export function rejected(promise) {
  return promise.then(
    () => Promise.reject(new Error("it resolved")),
    (error) => error,
  );
}
