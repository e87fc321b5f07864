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
    look(source, source, path.relative(folder, file), facts);
  }
  return facts;
}

type Facts = Readonly<Record<keyof SourceFacts, Mention[]>>;

function look(node: ts.Node, source: ts.SourceFile, file: string, facts: Facts): void {
  const where = `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
  const text = textOf(node);
  const host = text === undefined ? undefined : hostOf(text);
  if (host !== undefined) {
    facts.named.push({ what: host, where });
    if (isAsked(node)) facts.asked.push({ what: host, where });
  }
  const module = moduleOf(node);
  if (module !== undefined && !module.startsWith('.')) facts.imported.push({ what: module, where });
  ts.forEachChild(node, child => look(child, source, file, facts));
}

/** The text of a literal; of a template, what comes before its first gap. */
function textOf(node: ts.Node): string | undefined {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ? node.text : undefined;
}

function hostOf(text: string): string | undefined {
  return /^(?:https?|wss?):\/\/([a-z0-9.-]+(?::\d+)?)(?:[/?#]|$)/i.exec(text)?.[1]?.toLowerCase();
}

/** `fetch('…')`, `context.fetch('…')`, `new URL('…')`, `new URL(path, '…')`, also with a template. */
function isAsked(node: ts.Node): boolean {
  const argument = ts.isTemplateHead(node) ? node.parent : node;
  const call = argument.parent;
  if (ts.isNewExpression(call)) return call.expression.getText() === 'URL';
  return ts.isCallExpression(call) && /(^|\.)fetch$/.test(call.expression.getText()) && call.arguments[0] === argument;
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
