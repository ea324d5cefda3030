// Options as plain data: a getter or proxy of the caller's must not throw while Rust reads it, because an exception
// that crosses Rust skips its clean-up. What cannot be copied becomes something that Rust refuses by name.

export function plain(value) {
  try {
    return structuredClone(value);
  } catch {
    return 0;
  }
}
