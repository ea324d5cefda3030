// Reads a byte stream up to a limit that counts what arrives, never what a Content-Length promised.
// Over the limit the rest is cancelled and the answer is undefined. Must not decode or parse.

export async function readBytes(reader, limit) {
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return join(chunks, size);
    size += value.byteLength;
    if (size > limit) {
      cancel(reader);
      return undefined;
    }
    chunks.push(value);
  }
}

// A stream that already failed rejects its own cancelling; nobody is left to be told.
export function cancel(reader) {
  reader.cancel().catch(() => {});
}

function join(chunks, size) {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
