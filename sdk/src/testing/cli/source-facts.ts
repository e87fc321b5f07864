import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export interface Mention {
  readonly what: string;
  /** File and line, from the plugin's folder. */
  readonly where: string;
}

/** What a plugin's source says of the world outside, as far as it can be seen without running it. */
export interface SourceFacts {
  /** Hosts of addresses that are handed to `fetch` or `new URL`. */
  readonly asked: readonly Mention[];
  /** Hosts of all addresses that are written out. */
  readonly named: readonly Mention[];
  /** Packages and Node modules that are imported. */
  readonly imported: readonly Mention[];
}

export function readSource(folder: string): SourceFacts {
  const facts = { asked: [] as Mention[], named: [] as Mention[], imported: [] as Mention[] };
  for (const file of sourceFiles(path.join(folder, 'src'))) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    look(source, { source, file: path.relative(folder, file), addresses: addressesIn(source) }, facts);
  }
  return facts;
}

type Facts = Readonly<Record<keyof SourceFacts, Mention[]>>;

interface Place {
  readonly source: ts.SourceFile;
  readonly file: string;
  /** Constants of the file that hold an address, with its host. */
  readonly addresses: ReadonlyMap<string, string>;
}

function look(node: ts.Node, place: Place, facts: Facts): void {
  const { line } = place.source.getLineAndCharacterOfPosition(node.getStart(place.source));
  const where = `${place.file}:${line + 1}`;
  const host = hostOf(textOf(node));
  if (host !== undefined) facts.named.push({ what: host, where });
  for (const asked of askedBy(node)) {
    const address = hostOf(textOf(asked)) ?? place.addresses.get(beginningOf(asked) ?? '');
    if (address !== undefined) facts.asked.push({ what: address, where });
  }
  const module = moduleOf(node);
  if (module !== undefined && !module.startsWith('.')) facts.imported.push({ what: module, where });
  ts.forEachChild(node, child => look(child, place, facts));
}

/** The text of a literal; of a template, what comes before its first gap. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isTemplateExpression(node)) return node.head.text;
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ? node.text : undefined;
}

function hostOf(text: string | undefined): string | undefined {
  return /^(?:https?|wss?):\/\/([a-z0-9.-]+(?::\d+)?)(?:[/?#]|$)/i.exec(text ?? '')?.[1]?.toLowerCase();
}

/** What `fetch(…)`, `context.fetch(…)` and `new URL(…)` are given. */
function askedBy(node: ts.Node): readonly ts.Node[] {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'URL' ? (node.arguments ?? []) : [];
  const isFetch = ts.isCallExpression(node) && /(^|\.)fetch$/.test(node.expression.getText());
  return isFetch ? node.arguments.slice(0, 1) : [];
}

/** The name that an argument begins with: `API` of `API` and of `${API}/charges`. */
function beginningOf(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (!ts.isTemplateExpression(node) || node.head.text !== '') return undefined;
  const [span] = node.templateSpans;
  return span && ts.isIdentifier(span.expression) ? span.expression.text : undefined;
}

function addressesIn(source: ts.SourceFile): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const host = hostOf(textOf(node.initializer));
      if (host !== undefined) addresses.set(node.name.text, host);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return addresses;
}

function moduleOf(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    const isTypeOnly = ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return isTypeOnly ? undefined : textOf(node.moduleSpecifier);
  }
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic && node.arguments[0] ? textOf(node.arguments[0]) : undefined;
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap(entry => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return NOT_THE_PLUGIN.has(entry.name) ? [] : sourceFiles(file);
      return /(?<!\.spec|\.d)\.ts$/.test(entry.name) ? [file] : [];
    });
}

/** Make-believe vendors that live beside the plugin and are no part of it. */
const NOT_THE_PLUGIN = new Set(['fake', 'vendor']);
