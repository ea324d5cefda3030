// What the fuzzers draw: token requests that are nearly good, and raw bytes that are nearly HTTP. Must not judge any of it.

import fc from "fast-check";
import { CODE_FORM, ORIGIN, REFRESH_FORM } from "../../support/proxy.js";
import { OTHER_ORIGIN } from "./suite.js";
import { FORM_TYPE, head } from "./wire.js";

const often =
  (...common) =>
  (rare) =>
    fc.oneof(...common.map((value) => ({ weight: 6, arbitrary: fc.constant(value) })), {
      weight: 1,
      arbitrary: rare,
    });
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "constructor", "%", "%00", "+", "&", "="),
);
const values = fc.oneof(
  fc.constantFrom(...Object.values(CODE_FORM), ...Object.values(REFRESH_FORM), `${OTHER_ORIGIN}/callback`),
  texts,
);
const names = fc.oneof(
  fc.constantFrom(...Object.keys({ ...CODE_FORM, ...REFRESH_FORM }), "client_secret", "scope", "state"),
  texts,
);

/** A good form with a few changes: a pair more, a pair less, another value. */
const changes = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.tuple(fc.constant("set"), names, values) },
    fc.tuple(fc.constantFrom("add", "drop"), names, values),
  ),
  { maxLength: 2 },
);
const forms = fc
  .tuple(
    fc.constantFrom(CODE_FORM, { ...CODE_FORM, redirect_uri: `${OTHER_ORIGIN}/callback` }, REFRESH_FORM),
    changes,
  )
  .map(([form, list]) => {
    const pairs = new URLSearchParams(form);
    for (const [kind, name, value] of list) {
      if (kind === "set") pairs.set(name, value);
      else if (kind === "add") pairs.append(name, value);
      else pairs.delete(name);
    }
    return Buffer.from(pairs.toString());
  });
export const bodies = fc.oneof(
  { weight: 8, arbitrary: forms },
  { weight: 4, arbitrary: fc.tuple(forms, fc.nat(), fc.uint8Array({ maxLength: 3 }), fc.nat(2)).map(splice) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(forms, fc.integer({ min: 7800, max: 8400 }))
      .map(([form, size]) => Buffer.concat([form, Buffer.alloc(size, "a")])),
  },
);

function splice([bytes, at, inserted, removed]) {
  const index = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, index), inserted, bytes.subarray(index + removed)]);
}

const TYPE = "application/x-www-form-urlencoded";
export const requests = fc.record({
  method: often("POST")(fc.constantFrom("GET", "PUT", "OPTIONS", "HEAD", "DELETE", "post")),
  path: often("/token")(
    fc.oneof(
      fc.webPath(),
      fc.string(),
      fc.constantFrom("/healthz", "/token/", "/token?", "/token?a=b", "//token", "/token#a"),
    ),
  ),
  origin: often(
    ORIGIN,
    OTHER_ORIGIN,
  )(
    fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.constantFrom("", "null", `${ORIGIN}/`, "https://app.example.evil.io"),
    ),
  ),
  type: often(
    TYPE,
    `${TYPE};charset=UTF-8`,
  )(fc.oneof(fc.string(), fc.constantFrom("", "text/plain", "application/json", `${TYPE}; charset=utf-16`))),
  extra: often({})(fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 3 })),
  body: bodies,
});
// Raw requests with a few bytes changed, doubled, moved or lost.
export const RAW = (() => {
  const form = new URLSearchParams(CODE_FORM).toString();
  const lines = [`Origin: ${ORIGIN}`, FORM_TYPE, `Content-Length: ${form.length}`];
  return head("POST /token HTTP/1.1", ...lines) + form;
})();
const PIECES = [
  "\r\n",
  "\n",
  "\r",
  " ",
  "\t",
  ":",
  "\0",
  "%",
  "&",
  "=",
  "/",
  "..",
  "_",
  "5",
  "\xff",
  "Transfer-Encoding: chunked\r\n",
  `Origin: ${ORIGIN}\r\n`,
  "Content-Length: 3\r\n",
  "0\r\n\r\n",
];
const mutation = fc.record({
  at: fc.oneof(fc.nat(RAW.length), fc.nat(RAW.indexOf("\r\n\r\n"))),
  removed: fc.nat(3),
  inserted: fc.oneof(
    fc.constantFrom(...PIECES, ""),
    fc.string({ maxLength: 3 }).map((text) => text.replaceAll(/[^\0-\xff]/g, "?")),
  ),
});
export const mutants = fc
  .array(mutation, { minLength: 1, maxLength: 3 })
  .map((list) =>
    list.reduce(
      (bytes, { at, removed, inserted }) => bytes.slice(0, at) + inserted + bytes.slice(at + removed),
      RAW,
    ),
  );
