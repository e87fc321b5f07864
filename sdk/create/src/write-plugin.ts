import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TemplateKind } from './plugin-kinds.js';
import { Complaint, type PluginName } from './plugin-name.js';

const TEMPLATES = fileURLToPath(new URL('../templates/', import.meta.url));
/** From a template to the top of the project, as its settings write it. */
const TOP = '../../../..';
/** What a template gathers while it is worked on. */
const LEFT_OUT = new Set(['dist', 'node_modules', 'tsconfig.tsbuildinfo']);

export interface Written {
  readonly folder: string;
  readonly files: readonly string[];
}

/** Writes a new plugin into a folder that does not exist yet. */
export function writePlugin(template: TemplateKind, name: PluginName, folder: string): Written {
  if (existsSync(folder)) throw new Complaint(`${folder} exists already; nothing was written. Choose another name or folder`);
  const top = topOf(path.dirname(folder));
  const source = path.join(TEMPLATES, template.kind);
  const files = filesBelow(source).map(file => {
    const target = renamed(file, template, name);
    mkdirSync(path.dirname(path.join(folder, target)), { recursive: true });
    const text = renamed(readFileSync(path.join(source, file), 'utf8'), template, name);
    writeFileSync(path.join(folder, target), text.replaceAll(`${TOP}/`, `${slashed(path.relative(folder, top))}/`));
    return target;
  });
  return { folder, files };
}

/** The project that the plugin is written into: where `plugin.schema.json` and the compiler's base settings lie. */
export function topOf(start: string): string {
  const parents = (folder: string): string[] =>
    path.dirname(folder) === folder ? [folder] : [folder, ...parents(path.dirname(folder))];
  const top = parents(path.resolve(start)).find(folder => existsSync(path.join(folder, 'plugin.schema.json')));
  if (top === undefined)
    throw new Complaint(`${path.resolve(start)} is not inside a copy of Hostwright: there is no plugin.schema.json above it`);
  return top;
}

function renamed(text: string, template: TemplateKind, name: PluginName): string {
  return text.replaceAll(template.id, name.id).replaceAll(template.pascal, name.pascal).replaceAll(template.title, name.title);
}

function filesBelow(folder: string, below = ''): readonly string[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true })
    .filter(entry => !LEFT_OUT.has(entry.name))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap(entry => {
      const file = path.join(below, entry.name);
      return entry.isDirectory() ? filesBelow(folder, file) : [file];
    });
}

const slashed = (file: string): string => file.replaceAll('\\', '/');
