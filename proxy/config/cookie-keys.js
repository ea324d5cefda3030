// The keys that seal refresh tokens (P-20): each an identifier and 32 random bytes. The first one seals, every one
// opens, so a key is rotated by putting a new one in front. Must not put a key into a message.

import { fromBase64Url } from "../cookie/encoding.js";
import { ProxyConfigError } from "./config-error.js";

const KEY = /^([A-Za-z0-9]{1,16}):([A-Za-z0-9+/_-]{43}=?)$/;
const FIX =
  "List keys like k1:<32 random bytes in Base64>, the newest first; openssl rand -base64 32 makes the bytes.";

export function readCookieKeys(values, isNeeded) {
  if (!isNeeded) {
    if (values === undefined) return undefined;
    throw new ProxyConfigError(
      "cookieKeys",
      "is not used",
      'Set refreshToken to "sealed-cookie", or leave it out.',
    );
  }
  if (values === undefined || values?.length === 0)
    throw new ProxyConfigError("cookieKeys", "is missing", FIX);
  if (!Array.isArray(values)) throw new ProxyConfigError("cookieKeys", "must be a list", FIX);
  const keys = new Map(values.map(readKey));
  if (keys.size < values.length) throw new ProxyConfigError("cookieKeys", "names a key twice", FIX);
  return keys;
}

function readKey(value) {
  const [, id, text] = KEY.exec(value) ?? [];
  if (id === undefined) throw new ProxyConfigError("cookieKeys", "holds something that is no key", FIX);
  const bytes = fromBase64Url(text);
  // Few different bytes are a key that somebody typed.
  if (new Set(bytes).size < 8)
    throw new ProxyConfigError("cookieKeys", "holds a key that is not random", FIX);
  return [id, bytes];
}
