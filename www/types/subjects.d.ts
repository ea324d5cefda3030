// Whose credentials, and the plain JSON that apps hand in. Must not: know what either is used for.

/** A JSON value: what `JSON.stringify` writes whole. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object: no functions, no dates, no `undefined`. */
export interface JsonObject {
  /** JSON again. */
  readonly [member: string]: JsonValue;
}

/**
 * Whose credentials: a text that is not empty, or a JSON object such as `{ team: "7", person: "42" }`. The order of an
 * object's members does not matter. By default what the provider never changes: GitHub's numeric user id as text.
 */
export type Subject = string | JsonObject;
