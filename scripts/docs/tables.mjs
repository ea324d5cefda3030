// Owns: table heads without words, which people write in Markdown because it has no table without a head.
// Must not: touch a head that says something.

const isWordless = (tokens) =>
  tokens.every(({ type, content }) => type !== "inline" || content.trim() === "");

/** A plugin of markdown-it: a head that says nothing at all is left out, and an empty cell of another one is no heading. */
export function wordlessHeads(md) {
  md.core.ruler.push("wordless-heads", ({ tokens }) => {
    for (let open = 0; open < tokens.length; open += 1) {
      if (tokens[open].type !== "thead_open") continue;
      const close = tokens.findIndex(({ type }, index) => index > open && type === "thead_close");
      if (isWordless(tokens.slice(open, close))) {
        tokens.splice(open, close - open + 1);
        continue;
      }
      for (let index = open; index < close; index += 1) {
        if (tokens[index].type !== "th_open" || !isWordless([tokens[index + 1]])) continue;
        tokens[index].tag = tokens[index + 2].tag = "td";
      }
    }
  });
}
