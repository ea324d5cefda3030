// Owns: what a file of declarations says, as Markdown: exported names, their signatures with links, and their comments.
// Must not: know the site, but for the places that it is given.
import ts from "typescript";

const printer = ts.createPrinter({ removeComments: true });

/** The comment at a file's top, in plain `//` lines. */
export const introOf = ({ text }) =>
  (/^(?:\/\/.*\n)+/.exec(text)?.[0] ?? "").replaceAll(/^\/\/ ?/gm, "").trim();

/** The text of a declaration's own comment. */
function commentText(node) {
  const source = node.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
  const last = ranges
    .map(({ pos, end }) => source.text.slice(pos, end))
    .findLast((text) => text.startsWith("/**"));
  return last
    ? last
        .slice(3, -2)
        .replaceAll(/^[ \t]*\* ?/gm, "")
        .trim()
    : "";
}

const tags = { throws: "Throws", param: "Parameter", returns: "Returns" };

/** As Markdown: links by name, and each tag a paragraph. */
export function commentOf(text, places) {
  const linked = text.replaceAll(/\{@link ([\w.]+)\}/g, (_, name) => {
    const place = places.get(name.split(".")[0]);
    return place ? `[\`${name}\`](${place})` : `\`${name}\``;
  });
  const [first, ...tagged] = linked.split(/(?:^|\s)@(?=\w)/);
  const paragraphs = tagged.map((part) => {
    const [, tag, rest] = /^(\w+)\s*([\s\S]*)$/.exec(part);
    const named = rest.replace(/^\{([^}]+)\}/, "`$1`").replace(/^([\w.]+)/, tag === "param" ? "`$1`:" : "$1");
    return `**${tags[tag] ?? tag}** ${named}`;
  });
  return [first, ...paragraphs].filter(Boolean).join("\n\n").replaceAll("<portcullis-", "&lt;portcullis-");
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Code in which every exported name, and every error code, leads to its place. */
function codeOf(text, places, own, kind = "") {
  const html = escaped(text).replaceAll(/\b[A-Z]\w+\b|"[a-z_]+"/g, (name) =>
    places.has(name) && name !== own ? `<a href="${places.get(name)}">${name}</a>` : name,
  );
  return `<p class="signature ${kind}"><code v-pre>${html.replaceAll("\n", "&#10;")}</code></p>`;
}

const print = (node) =>
  printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replace(/^export (?:declare )?/, "")
    .replace(/;$/, "")
    .replaceAll("    ", "  ");

const isHidden = ({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);

/** The parts that have comments of their own; nothing when the declaration is better shown whole. */
function membersOf(node) {
  if (node.members) return node.members.filter((member) => !isHidden(member));
  const { type } = node;
  if (ts.isTypeAliasDeclaration(node) && ts.isUnionTypeNode(type) && type.types.some(commentText)) {
    const isPlain = (one) => ts.isLiteralTypeNode(one) || ts.isTypeReferenceNode(one);
    return type.types.every(isPlain) ? type.types : undefined;
  }
  return undefined;
}

/** `class X extends Y` without what it holds. */
function headOf(node) {
  const [head] = print(node).split(/ \{\n| \{\}|=\s/);
  return head;
}

function write(node, name, places) {
  const comment = commentOf(commentText(node), places);
  const members = membersOf(node);
  if (!members) {
    const text = node.getText().replace(/^export (?:declare )?/, "");
    return [
      comment,
      /\n/.test(text) ? `\`\`\`ts\n${text}\n\`\`\`` : codeOf(text, places, name, "declared"),
    ].join("\n\n");
  }
  const parts = members.flatMap((member) => [
    codeOf(print(member), places, name),
    commentOf(commentText(member), places),
  ]);
  return [codeOf(headOf(node), places, name, "declared"), comment, ...parts].filter(Boolean).join("\n\n");
}

const isExported = ({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** Every exported declaration: its name, and `write(places)`, its Markdown. Overloads are one. */
export function declarationsOf(source) {
  const byName = new Map();
  for (const statement of source.statements.filter(isExported)) {
    const declared = statement.declarationList?.declarations ?? [statement];
    for (const { name } of declared) {
      if (!name) continue;
      byName.set(name.text, [...(byName.get(name.text) ?? []), statement]);
    }
  }
  return [...byName].map(([name, nodes]) => ({
    name,
    write: (places) => nodes.map((node) => write(node, name, places)).join("\n\n"),
  }));
}
