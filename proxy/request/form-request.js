// Reads the body of a form POST: content type, size, time, and what holds on every route that takes a form:
// no client secret, our client id or none, no parameter that is not expected (P-05, P-06, P-07).
// Must not know what a route does with its parameters, nor put any part of the input into a refusal.

import { invalidRequest, Refusal } from "../answer/refusal.js";
import { cancel, readBytes } from "./bytes.js";
import { withDeadline } from "./deadline.js";
import { parseForm } from "./form.js";

const BODY_LIMIT = 8 * 1024;
const BODY_MILLISECONDS = 10_000;
const FORM_TYPE = /^application\/x-www-form-urlencoded(?:[ \t]*;[ \t]*charset="?utf-8"?)?$/i;

export async function readForm(request) {
  if (!FORM_TYPE.test(request.headers.get("content-type") ?? "") || request.headers.has("content-encoding")) {
    const text = "Send application/x-www-form-urlencoded, not compressed.";
    throw new Refusal(415, "unsupported_media_type", text);
  }
  const form = parseForm(await readBody(request.body));
  if (form.has("client_secret")) {
    throw invalidRequest("A browser must not hold the client secret; the proxy adds it.");
  }
  return form;
}

export function checkParameters(form, expected, { clientId }) {
  if ([...form.keys()].some((name) => name !== "client_id" && !expected.includes(name))) {
    throw invalidRequest("A parameter does not belong to this request.");
  }
  if (form.has("client_id") && form.get("client_id") !== clientId) {
    throw invalidRequest("client_id is not the one of this proxy.");
  }
}

async function readBody(stream) {
  if (stream === null) return new Uint8Array(0);
  let bytes;
  try {
    const reader = stream.getReader();
    bytes = await withDeadline(BODY_MILLISECONDS, readBytes(reader, BODY_LIMIT), () => {
      cancel(reader);
      return new Refusal(408, "request_timeout", "The body took too long to arrive.");
    });
  } catch (error) {
    throw error instanceof Refusal ? error : invalidRequest("The body broke off.");
  }
  if (bytes === undefined) throw new Refusal(413, "request_too_large", "The body is larger than 8 KiB.");
  return bytes;
}
