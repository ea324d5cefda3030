// A refusal: the one shape of every "no" this proxy says, thrown where the rule is and answered in index.js.
// Its texts are literals at the place that throws; it must never be built from a byte of the request.

export class Refusal extends Error {
  constructor(status, error, description, headers = {}) {
    super(description);
    this.name = "Refusal";
    this.status = status;
    this.body = { error, error_description: description };
    this.headers = headers;
  }
}

export function invalidRequest(description) {
  return new Refusal(400, "invalid_request", description);
}
