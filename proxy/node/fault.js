// Answers what node:http could not even parse as a request: smuggled lengths, folded headers, slow headers.
// Writes raw bytes, because there is no response object then. Must not write into an exchange that is open.

import { STATUS_CODES } from "node:http";
import { Refusal } from "../answer/refusal.js";
import { FIXED_HEADERS } from "../answer/respond.js";

const MALFORMED = new Refusal(400, "invalid_request", "The request is not well-formed HTTP.");
const FAULTS = new Map([
  ["ERR_HTTP_REQUEST_TIMEOUT", new Refusal(408, "request_timeout", "The request took too long to arrive.")],
  ["HPE_HEADER_OVERFLOW", new Refusal(431, "request_too_large", "The headers are too large.")],
]);

export function answerFault(error, socket, latestResponse) {
  // Bytes written now would be taken for the answer to a request that is still open on this connection.
  const open = latestResponse && !(latestResponse.writableFinished && latestResponse.req.complete);
  if (open || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } = FAULTS.get(error.code) ?? MALFORMED;
  const text = JSON.stringify(body);
  const headers = { ...FIXED_HEADERS, connection: "close", "content-length": text.length };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", text].join("\r\n"));
}
