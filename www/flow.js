// What a flow is: authorize, exchange, refresh. Extend `BaseAuthFlow`, or bring any object with these three methods.

import { failure, misuse } from "./errors.js";

export class BaseAuthFlow {
  kind = "generic";

  authorize() {
    throw misuse("invalid_flow", "flow", "has no method authorize.");
  }

  async exchange() {
    throw misuse("invalid_flow", "flow", "has no method exchange.");
  }

  async refresh() {
    throw failure("refresh_not_supported", "These credentials cannot be refreshed. Please sign in again.");
  }
}

/** Declares a flow of a provider class: made at its first use, once for each provider. */
export function flow(factory) {
  if (typeof factory !== "function")
    throw misuse("invalid_flow", "flow", "needs a function that makes the flow.");
  return { factory };
}

// Which provider made a flow, and under which name.
const owners = new WeakMap();

export const ownerOf = (made) => owners.get(made);

export function makeFlow(provider, name, factory) {
  const made = factory(provider);
  for (const method of ["authorize", "exchange", "refresh"]) {
    if (typeof made?.[method] !== "function") {
      throw misuse("invalid_flow", `${provider.name}.${name}`, `has no method ${method}.`);
    }
  }
  owners.set(made, { provider, name });
  return made;
}
