import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A file of the project, by its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  /** The path of the imported file for one of ours, else the name of the package: `@hostwright/sdk/http`, `node:fs`. */
  readonly to: string;
  readonly isOurs: boolean;
}

const ROOT = path.resolve(fileURLToPath(import.meta.url), '../../../../..');
const LEFT_OUT = new Set(['node_modules', 'dist', '.angular', '.data', '.cache']);

export const TEST_FILE = /\.(spec|it|fixture)\.ts$|\/(test|testing|bench|fixtures)\//;

/** Every TypeScript and SQL file below these folders. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap(folder => walk(folder)).map(file => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

export function importsOf({ path: file, text }: SourceFile): readonly Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    const isOurs = fileName.startsWith('.');
    return { from: file, to: isOurs ? path.posix.join(path.posix.dirname(file), fileName) : fileName, isOurs };
  });
}

export const dependenciesOf = (folder: string): readonly string[] =>
  Object.keys(
    (JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8')) as { dependencies?: object }).dependencies ?? {},
  );

export const foldersIn = (folder: string): readonly string[] =>
  readdirSync(path.join(ROOT, folder), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name);

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : walk(file);
    return /(?<!\.d)\.(ts|sql)$/.test(entry.name) ? [file] : [];
  });
}
