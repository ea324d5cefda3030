// The wasm as text in a script: the bytes that are frequent as one letter each, the others as two. Unlike in Base64, what
// repeats in the bytes repeats in the text, so that it compresses as well as a file of its own. The build encodes, the
// page decodes. ASCII only, and nothing that means something in a string, a template or HTML.

const LETTERS = [..."!#%&()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{ "];
/** Before the letter of a byte that is not frequent. */
const MARKS = ["|", "}"];
/** The marks are the last two of the characters in use. */
const FIRST_MARK = 124;
const placeOf = (mark, letter) => (mark - FIRST_MARK + 1) * 128 + letter;
const BYTES = Array.from({ length: 256 }, (_, byte) => byte);

/** By byte, how it is written. Letters stand for themselves where they can: names in the wasm are names in the script, too. */
function codesOf(isFrequent) {
  const codes = [];
  const free = new Set(LETTERS);
  const frequent = BYTES.filter(isFrequent);
  for (const byte of frequent) {
    const letter = String.fromCharCode(byte);
    if (free.delete(letter)) codes[byte] = letter;
  }
  const [...rest] = free;
  for (const byte of frequent) codes[byte] ??= rest.shift();
  const others = BYTES.filter((byte) => !isFrequent(byte));
  others.forEach((byte, index) => {
    codes[byte] = MARKS[Math.floor(index / LETTERS.length)] + LETTERS[index % LETTERS.length];
  });
  return codes;
}

export function encodeWasm(bytes) {
  const counts = BYTES.map(() => 0);
  for (const byte of bytes) counts[byte] += 1;
  const order = [...BYTES].sort((one, other) => counts[other] - counts[one] || one - other);
  const frequent = new Set(order.slice(0, LETTERS.length));
  const codes = codesOf((byte) => frequent.has(byte));
  // One letter for each byte says which are frequent.
  const header = BYTES.map((byte) => (frequent.has(byte) ? "1" : "0")).join("");
  return header + Array.from(bytes, (byte) => codes[byte]).join("");
}

export function decodeWasm(text) {
  const codes = codesOf((byte) => text[byte] === "1");
  // One table for letters and one behind each mark: this runs once, before any compiler has warmed up.
  const table = new Uint8Array(3 * 128);
  for (const [byte, code] of codes.entries()) {
    const [first, second] = [code.charCodeAt(0), code.charCodeAt(1)];
    table[code.length > 1 ? placeOf(first, second) : first] = byte;
  }
  const decoded = new Uint8Array(text.length);
  let length = 0;
  for (let index = 256; index < text.length; index += 1) {
    const letter = text.charCodeAt(index);
    const place = letter < FIRST_MARK ? letter : placeOf(letter, text.charCodeAt(++index));
    decoded[length++] = table[place];
  }
  return decoded.subarray(0, length);
}
