// Seals a text with AES-GCM (P-20): key id, a fresh nonce, ciphertext. `context` is sealed in: what was sealed for one
// purpose does not open for another. Must not know what it seals.

import { fromBase64Url, toBase64Url } from "./encoding.js";

const NONCE_BYTES = 12;
const encoder = new TextEncoder();

export async function seal(keys, context, text) {
  const [[id, key]] = keys;
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const data = await crypto.subtle.encrypt(
    cipher(nonce, id, context),
    await importKey(key, "encrypt"),
    encoder.encode(text),
  );
  return `${id}.${toBase64Url(nonce)}${toBase64Url(new Uint8Array(data))}`;
}

/** `undefined` for whatever was not sealed with one of these keys in this context. */
export async function open(keys, context, sealed) {
  const [, id, nonce, data] = /^([A-Za-z0-9]{1,16})\.([\w-]{16})([\w-]+)$/.exec(sealed) ?? [];
  const key = keys.get(id);
  if (!key) return undefined;
  try {
    const bytes = [nonce, data].map(fromBase64Url);
    const text = await crypto.subtle.decrypt(
      cipher(bytes[0], id, context),
      await importKey(key, "decrypt"),
      bytes[1],
    );
    return new TextDecoder().decode(text);
  } catch {
    return undefined;
  }
}

// For each use, because workerd ties what is pending to the request that began it.
function importKey(bytes, use) {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [use]);
}

function cipher(iv, id, context) {
  return { name: "AES-GCM", iv, additionalData: encoder.encode(JSON.stringify([id, ...context])) };
}
