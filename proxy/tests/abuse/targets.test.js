// Request lines and header lines that two HTTP parsers could read in two ways (T-47, P-18), as raw bytes. Some faults
// workerd's parser forgives before a worker can see them: they must be read as the one request that they spell.

import assert from "node:assert/strict";
import { ORIGIN } from "../support/proxy.js";
import { assertRefusedBytes, assertStillGood, HOSTILE_FORM, onRuntimes, test } from "./support/suite.js";
import { FORM_TYPE, head, talk } from "./support/wire.js";

const POST = "POST /token HTTP/1.1";
const LINE = `Origin: ${ORIGIN}`;
const formOf = (form) => new URLSearchParams(form).toString();
const FORM = formOf(HOSTILE_FORM);
const LENGTH = `Content-Length: ${FORM.length}`;
const request = (line, ...headers) => head(line, ...headers, FORM_TYPE, LENGTH) + FORM;
const to = (target) => request(`POST ${target} HTTP/1.1`, LINE);
const withHeader = (...lines) => request(POST, LINE, ...lines);

const ABSOLUTE = [
  "http://proxy.example/token",
  "http://evil.example/token",
  "https://proxy.example/token",
  "http:/token",
  "http:token",
];
const SLASHES = [
  "//token",
  "///token",
  "//proxy.example/token",
  "/\\token",
  "\\token",
  "/token/",
  "/token//",
  "//",
  "/%2Ftoken",
];
const ENCODED = [
  "/x/%2e%2e/token",
  "/x/..%2ftoken",
  "/%74oken",
  "/token%00",
  "/token%0d%0a",
  "/token;x",
  "/token%23",
  "/TOKEN",
  "/token.",
  "/tok\ten",
];
const SUFFIXES = ["/token#x", "/token#", "/token?", "/token?code=1", "/token?x=/token"];
const OTHERS = [
  "*",
  "token",
  "",
  "?",
  "@evil.example/token",
  ":80/token",
  "/token\0",
  "/tok\xe9n",
  "/__proto__",
  "/constructor",
  "/toString",
];

const REFUSED = {
  "HTTP/0.9": "POST /token\r\n",
  "HTTP/0.9 with an end": "POST /token\r\n\r\n",
  "HTTP/1.0 without a Host": `POST /token HTTP/1.0\r\n${LINE}\r\n${FORM_TYPE}\r\nContent-Length: 0\r\n\r\n`,
  "no Host": `${POST}\r\n${LINE}\r\n${FORM_TYPE}\r\n${LENGTH}\r\n\r\n${FORM}`,
  "two Hosts": withHeader("Host: evil.example"),
  "two Origins": withHeader("Origin: https://evil.example"),
  "two equal Origins": withHeader(LINE),
  "two Content-Types": withHeader("Content-Type: text/plain"),
  "an Origin that is folded": request(POST, `Origin:\r\n ${ORIGIN}`),
  "a header line that begins with a space": request(POST, ` ${LINE}`),
  "a header without a name": withHeader(": x"),
  "a header without a colon": withHeader("X-Note"),
  "a header name with a bracket": withHeader("X(Note: a"),
  "a NUL in a header": withHeader("X-Note: a\0b"),
  "a CR in a header": withHeader(`X-Note: a\rOrigin: ${ORIGIN}`),
  "bare carriage returns": withHeader().replaceAll("\r\n", "\r"),
  "a preface of HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
  "a hello of TLS": "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n",
  "a PROXY protocol line": `PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n${to("/token")}`,
  "headers of 20 KB": withHeader(`X-Note: ${"a".repeat(200_000)}`),
  "5000 headers": withHeader(...Array.from({ length: 20_000 }, (_, index) => `X-${index}: a`)),
  "a request line of 200 KB": to(`/${"a".repeat(200_000)}`),
};
for (const name of [
  "X_Forwarded_For",
  "X_Forwarded_Host",
  "X_Requested_With",
  "Content_Type",
  "_",
  "__proto__",
  "Cf_Connecting_Ip",
]) {
  REFUSED[`a header named ${name}`] = withHeader(`${name}: a`);
}
for (const target of [...ABSOLUTE, ...SLASHES, ...ENCODED, ...SUFFIXES, ...OTHERS])
  REFUSED[`target ${JSON.stringify(target)}`] = to(target);
for (const method of [
  "GET",
  "PUT",
  "PATCH",
  "DELETE",
  "HEAD",
  "TRACE",
  "post",
  "BREW",
  "CONNECT",
  "PROPFIND",
  "QUERY",
]) {
  REFUSED[`method ${JSON.stringify(method)}`] = request(`${method} /token HTTP/1.1`, LINE);
}

// workerd's parser repairs these, Node's almost none, and nobody behind it sees more than the repaired request.
const REPAIRED = {
  "bare line feeds": (form) => withHeader().replaceAll("\r\n", "\n").replace(FORM, form),
  "a space before a colon": (form) => request(POST, `Origin : ${ORIGIN}`).replace(FORM, form),
  "a folded header that nobody reads": (form) => withHeader("X-Note: a\r\n b").replace(FORM, form),
  "dot segments": (form) => to("/x/../token").replace(FORM, form),
  "a dot segment": (form) => to("/./token").replace(FORM, form),
  "two spaces in the request line": (form) => to(" /token ").replace(FORM, form),
  "tabs in the request line": (form) => request("POST\t/token\tHTTP/1.1", LINE).replace(FORM, form),
  "HTTP/2.0 in the request line": (form) => request("POST /token HTTP/2.0", LINE).replace(FORM, form),
};
const BY_NODE = ["two spaces in the request line", "HTTP/2.0 in the request line"];

const HOSTS = [
  "a:99999",
  "a:b",
  "a:-1",
  "a:",
  "[::1",
  "[v1.x]",
  "xn--a",
  "1.2.3.256",
  "a..b",
  "A.EXAMPLE",
  "127.0.0.1:1",
];

onRuntimes({}, (place) => {
  for (const [name, bytes] of Object.entries(REFUSED)) {
    test(`P-18 T-47 ${name}: refused`, async () => {
      assertRefusedBytes(place, await talk(place.runtime, bytes, { ends: true }));
    });
  }

  for (const [name, spell] of Object.entries(REPAIRED)) {
    test(`P-18 T-47 ${name}: refused, or where the parser repairs it read as the one request that it spells`, async () => {
      // The same length, and not hostile: it may arrive where it is repaired.
      const repaired = { ...HOSTILE_FORM, code: HOSTILE_FORM.code.replace("hostile", "repairs") };
      const answer = await talk(place.runtime, spell(formOf(repaired)), { ends: true });
      if (place.name === "node" && !BY_NODE.includes(name)) return assertRefusedBytes(place, answer);
      assert.ok(answer.statuses.length <= 1, answer.text);
      assert.ok(place.upstream.log.length <= 1);
      for (const { form } of place.upstream.log) assert.equal(form.code, repaired.code);
    });
  }

  test("P-01 P-18 a Host that is no host is refused, or takes no part: the provider and the page see no difference", async () => {
    const form = formOf({ ...HOSTILE_FORM, code: "whatever-the-host" });
    for (const host of HOSTS) {
      const lines = [POST, `Host: ${host}`, LINE, FORM_TYPE, `Content-Length: ${form.length}`, "", form];
      const { text, statuses } = await talk(place.runtime, lines.join("\r\n"));
      assert.ok(statuses.length === 1 && [200, 400].includes(statuses[0]), text);
      JSON.parse(text.slice(text.indexOf("\r\n\r\n")));
    }
    for (const { url, headers } of place.upstream.log) {
      const { pathname, host } = new URL(place.upstream.url);
      assert.deepEqual([url, headers.host], [pathname, host]);
    }
  });

  test("P-18 after all this the place still works", () => assertStillGood(place));
});
