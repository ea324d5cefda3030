// The log of a server with many requests: one line of JSON for each record, and all lines of one turn of the event loop in
// one write, because a write costs as much as the rest of the log. Must not hold lines back for longer.

export function createLineLog(stream) {
  // Whoever read the log may be gone: that must not end the proxy.
  stream.on("error", () => {});
  let lines = "";
  const flush = () => {
    const text = lines;
    lines = "";
    stream.write(text);
  };
  return (record) => {
    if (lines === "") setImmediate(flush);
    lines += `${JSON.stringify(record)}\n`;
  };
}
