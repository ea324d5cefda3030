// Owns: the public API as text: for each entry of the package every exported declaration, without comments, by name.
// Must not: write a file, or read what is built: declarations are shipped as they are written.
//
// By the compiler that is here anyway. API Extractor brings one of its own (8.0.0: TypeScript 3.1, which cannot read
// `import type`), and tells what an entry hands on once more.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./tools.mjs";

/** Declarations that have another name in the package than in the project. */
const RENAMED = { "dist/sign-in": "www/sign-in-element", "dist/device-code": "www/device-code-element" };

/** Entries with types: `{ name, specifier, file }`. */
export function listEntries() {
  const { name, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.entries(exports)
    .filter(([, target]) => target.types)
    .map(([path, { types }]) => {
      const declared = types.slice("./".length, -".d.ts".length);
      return {
        name: path === "." ? "index" : path.slice("./".length).replaceAll("/", "-"),
        specifier: path === "." ? name : `${name}/${path.slice("./".length)}`,
        file: join(root, `${RENAMED[declared] ?? declared.replace(/^dist\//, "www/")}.d.ts`),
      };
    });
}

/** The reports, by the name of their file. */
export function apiReports() {
  const entries = listEntries();
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    {
      ...{ strict: true, noEmit: true, types: [], target: ts.ScriptTarget.ES2022 },
      ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
    },
  );
  const checker = program.getTypeChecker();
  const exportsOf = (file) => {
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
    const resolved = symbols.map((symbol) => [symbol.name, resolve(checker, symbol)]);
    return new Map(resolved.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const [main] = entries;
  const ofMain = exportsOf(main.file);
  return Object.fromEntries(
    entries.map(({ name, specifier, file }) => {
      const all = [...exportsOf(file)];
      // What an entry only hands on is told once.
      const own = file === main.file ? all : all.filter(([key, symbol]) => ofMain.get(key) !== symbol);
      const isWhole = own.length < all.length && all.length - own.length === ofMain.size;
      if (!isWhole && own.length < all.length)
        throw new Error(`${specifier} hands on a part of ${main.specifier}`);
      const lines = [
        ...(isWhole ? [`export * from "${main.specifier}";`] : []),
        ...own.map(([key, symbol]) => print(key, symbol)),
        ...globalsOf(program.getSourceFile(file)),
      ];
      return [`${name}.api.md`, render(specifier, lines)];
    }),
  );
}

function resolve(checker, symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

const printer = ts.createPrinter({ removeComments: true });
const printNode = (node) => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());

function print(name, symbol) {
  const declarations = symbol.declarations.map((node) =>
    // A variable's statement has its `export` and `const`.
    ts.isVariableDeclaration(node) ? node.parent.parent : node,
  );
  const text = declarations.map(printNode).join("\n");
  return name === "default" ? `${text}\nexport default ${symbol.name};` : text;
}

/** What importing the entry adds to global types. */
function globalsOf(source) {
  return source.statements.filter((node) => ts.isModuleDeclaration(node)).map(printNode);
}

function render(specifier, lines) {
  const code = lines.length > 0 ? lines.join("\n\n") : "export {};";
  return `# \`${specifier}\`\n\nWritten by \`npm run api\`. Do not edit: a difference here is a change of the public API.\n\n\`\`\`ts\n${code}\n\`\`\`\n`;
}
