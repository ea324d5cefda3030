// What a good token request is, written down a second time and in other ways than the proxy's: what the fuzzers hold the
// proxy to. Must not import anything of the proxy.

const ORIGINS = {
  "https://app.example": "https://app.example/callback",
  "https://other.example": "https://other.example/callback",
};
const CLIENT = "Ov23liPortcullis";
const FIELDS = {
  authorization_code: ["code", "code_verifier", "redirect_uri"],
  refresh_token: ["refresh_token"],
};
const FORM = "application/x-www-form-urlencoded";

/** The parameters that must go upstream, or undefined where nothing may. `body` is bytes. */
export function modelForm(origin, body) {
  if (body.length > 8192 || !Object.hasOwn(ORIGINS, origin)) return undefined;
  const text = Buffer.from(body).toString("latin1");
  // Any byte beyond ASCII stands in a name that is unknown or a value that is malformed, and so does a broken escape.
  if (body.some((byte) => byte > 127) || /%(?![0-9a-f]{2})/i.test(text)) return undefined;
  if (!/^[^=&]+=[^&]*(&[^=&]+=[^&]*)*$/.test(text)) return undefined;
  // Of a question mark in front, URLSearchParams would take no notice.
  const pairs = [...new URLSearchParams(`&${text}`)];
  const form = Object.fromEntries(pairs);
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) return undefined;
  const fields = Object.hasOwn(FIELDS, form.grant_type ?? "") ? FIELDS[form.grant_type] : undefined;
  if (!fields) return undefined;
  const { grant_type, client_id = CLIENT, ...rest } = form;
  if (client_id !== CLIENT || Object.keys(rest).sort().join() !== fields.join()) return undefined;
  if (!Object.values(rest).every((value) => value !== "" && [...value].every((c) => c >= " " && c <= "~")))
    return undefined;
  if (grant_type === "authorization_code") {
    const { code_verifier: verifier, redirect_uri } = rest;
    if (verifier.length < 43 || verifier.length > 128 || /[^\w.~-]/.test(verifier)) return undefined;
    if (redirect_uri !== ORIGINS[origin]) return undefined;
  }
  return { grant_type, ...rest };
}

export function modelType(type) {
  const [mime, ...parameters] = type
    .toLowerCase()
    .split(";")
    .map((part) => part.replace(/^[ \t]+|[ \t]+$/g, ""));
  const isUtf8 = (parameter) => /^charset="?utf-8"?$/.test(parameter);
  return mime === FORM && (parameters.length === 0 || (parameters.length === 1 && isUtf8(parameters[0])));
}

/**
 * The one request that raw bytes spell, read as forgivingly as any server reads: line feeds for line ends, spaces before
 * colons, empty lines in front, dot segments. The parameters that may go upstream, or undefined.
 */
export function modelBytes(bytes) {
  const [, head, body] = /^([\s\S]*?\r?\n)\r?\n([\s\S]*)$/.exec(bytes.replace(/^[\r\n]+/, "")) ?? [];
  if (head === undefined) return undefined;
  const [line, ...lines] = head.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  // workerd takes whatever stands behind the target for a version.
  const [method, target, version] = line.split(/[ \t]+/);
  if (method !== "POST" || version === undefined || !target.startsWith("/")) return undefined;
  if (!URL.canParse(`http://a${target}`) || new URL(`http://a${target}`).pathname !== "/token")
    return undefined;
  const headers = Object.create(null);
  for (const entry of lines.filter((text) => text !== "")) {
    const [, name, value] = /^([^:]*?)[ \t]*:(.*)$/.exec(entry) ?? [];
    if (name === undefined) return undefined;
    // Whitespace around a value is no part of it.
    const key = name.toLowerCase();
    headers[key] = [...(headers[key] ?? []), value.replace(/^[ \t]+|[ \t]+$/g, "")];
  }
  const only = (name) => (headers[name]?.length === 1 ? headers[name][0] : undefined);
  const length = only("content-length");
  if (!/^[0-9]+$/.test(length ?? "") || Number(length) > body.length) return undefined;
  if (headers["transfer-encoding"] || headers["content-encoding"] || !modelType(only("content-type") ?? ""))
    return undefined;
  return modelForm(only("origin"), Buffer.from(body.slice(0, Number(length)), "latin1"));
}
