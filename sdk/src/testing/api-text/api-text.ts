import path from 'node:path';
import ts from 'typescript';

/** The parts of the SDK whose text is kept; `sdk/src/http` belongs to the server and its clients, not to plugins. */
export const ENTRIES = [
  { name: '@hostwright/sdk', file: 'index.ts' },
  { name: '@hostwright/sdk/testing', file: 'testing/index.ts' },
] as const;

const HEAD = `# The public API of @hostwright/sdk

Written by \`npm run api\` from the sources; a test fails while the two differ. Whatever stands here is a promise to the
authors of plugins: within a major version it only grows.
`;

/** Every name that the SDK exports, with its declaration, in the order of the alphabet. */
export function apiText(sources: string): string {
  const declarations = declarationsOf(sources);
  const program = programOver(declarations);
  const parts = ENTRIES.map(({ name, file }) => {
    const exports = exportsOf(program, path.join(sources, file.replace(/\.ts$/, '.d.ts')));
    return `## ${name}\n\n\`\`\`ts\n${exports.join('\n\n')}\n\`\`\`\n`;
  });
  return [HEAD, ...parts].join('\n');
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  types: ['node'],
};

/** What the compiler says of the sources, file by file, held in memory. */
function declarationsOf(sources: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const program = ts.createProgram({
    rootNames: ENTRIES.map(({ file }) => path.join(sources, file)),
    options: {
      ...OPTIONS,
      declaration: true,
      emitDeclarationOnly: true,
      removeComments: true,
      rootDir: sources,
      outDir: sources,
    },
  });
  program.emit(undefined, (file, text) => texts.set(path.normalize(file), text));
  return texts;
}

/** A program over those declarations, which lie nowhere on the disk. */
function programOver(declarations: ReadonlyMap<string, string>): ts.Program {
  const host = ts.createCompilerHost(OPTIONS);
  const [fileExists, getSourceFile] = [host.fileExists.bind(host), host.getSourceFile.bind(host)];
  host.fileExists = file => declarations.has(path.normalize(file)) || (!isSource(file) && fileExists(file));
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = declarations.get(path.normalize(file));
    return text === undefined ? getSourceFile(file, languageVersion, ...rest) : ts.createSourceFile(file, text, languageVersion);
  };
  return ts.createProgram({ rootNames: [...declarations.keys()], options: { ...OPTIONS, noLib: true, types: [] }, host });
}

const isSource = (file: string): boolean => /\/sdk\/src\/.*(?<!\.d)\.ts$/.test(file);

function exportsOf(program: ts.Program, entry: string): readonly string[] {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry)!);
  if (!module) throw new Error(`${entry} exports nothing`);
  return checker
    .getExportsOfModule(module)
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map(symbol => textOf(symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

function textOf(symbol: ts.Symbol): string {
  const printer = ts.createPrinter({ removeComments: true });
  return (symbol.declarations ?? [])
    .map(declaration => {
      const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
      const text = printer.printNode(ts.EmitHint.Unspecified, statement, declaration.getSourceFile());
      return withoutPrivates(text).replace(/^export declare |^export (?=interface|type)/, '');
    })
    .join('\n');
}

/** What a class keeps to itself is nobody's business. */
const withoutPrivates = (text: string): string => text.replaceAll(/^ +private [^\n]*\n/gm, '');
