// What a request's headers must be before anything else is looked at. Must not read a header that a client could
// use to speak for somebody else (X-Forwarded-*, Forwarded).

import { REQUESTED_WITH } from "../answer/cors.js";
import { invalidRequest, Refusal } from "../answer/refusal.js";

// Some servers take X_Forwarded_Host for X-Forwarded-Host: what two programs could read in two ways is refused (P-18).
export function checkHeaders({ headers }) {
  // workerd lets both lengths pass, and lists of encodings.
  const encoding = headers.get("transfer-encoding");
  if (encoding !== null && (headers.has("content-length") || encoding.toLowerCase() !== "chunked")) {
    throw invalidRequest("The body's length must be told in one way.");
  }
  for (const name of headers.keys()) {
    if (name.includes("_")) throw invalidRequest("A header name holds an underscore.");
  }
}

// A page of another site can send a form with our cookie's site wrong or right, but never with this header (T-51).
export function checkRequestedWith({ headers }, { refreshToken }) {
  if (refreshToken !== "sealed-cookie" || headers.get("x-requested-with") === REQUESTED_WITH) return;
  throw new Refusal(403, "invalid_request", `The header X-Requested-With: ${REQUESTED_WITH} is missing.`);
}
