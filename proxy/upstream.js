// The one outgoing request: a form POST to the configured token URL, with the secret added and nothing of the
// client's request but the checked parameters. Owns its address, headers, time and size limits (P-01, P-10,
// P-11). Must not follow a redirect, retry (a code is single use), or judge what came back.

import { readBytes } from "./bytes.js";
import { withDeadline } from "./deadline.js";
import { Refusal } from "./refusal.js";

const UPSTREAM_MILLISECONDS = 10_000;
const REPLY_LIMIT = 64 * 1024;
const UTF8 = new TextDecoder("utf-8", { fatal: true });
const UPSTREAM_HEADERS = Object.freeze({
  accept: "application/json",
  "content-type": "application/x-www-form-urlencoded",
  "user-agent": "portcullis-token-proxy",
});

export function askUpstream({ tokenUrl, clientId, clientSecret }, parameters) {
  const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...parameters });
  const controller = new AbortController();
  return withDeadline(UPSTREAM_MILLISECONDS, postForm(tokenUrl, form, controller.signal), () => {
    controller.abort();
    return new Refusal(504, "upstream_timeout", "The provider's token endpoint did not answer in time.");
  });
}

async function postForm(url, form, signal) {
  try {
    const body = form.toString();
    const init = { method: "POST", headers: UPSTREAM_HEADERS, body, redirect: "manual", signal };
    const { status, headers, body: stream } = await fetch(url, init);
    const bytes = stream ? await readBytes(stream.getReader(), REPLY_LIMIT) : undefined;
    return { status, retryAfter: headers.get("retry-after"), json: parseJson(bytes) };
  } catch {
    throw new Refusal(502, "upstream_unreachable", "The provider's token endpoint could not be reached.");
  }
}

// `undefined` stands for everything that is not JSON: too large, not UTF-8, HTML, empty.
function parseJson(bytes) {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    return undefined;
  }
}
