import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PluginManifest } from '../../manifest.js';

export interface PluginFolder {
  readonly folder: string;
  readonly manifestAddress: URL;
  readonly manifest: PluginManifest;
}

/** Something the person at the terminal can put right; shown as one line, without a stack. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}

export function openPluginFolder(given: string): PluginFolder {
  const folder = path.resolve(given);
  const file = path.join(folder, 'plugin.json');
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Complaint(`There is no folder ${folder}`);
  if (!existsSync(file)) throw new Complaint(`There is no plugin.json in ${folder}: name the folder of a plugin`);
  return { folder, manifestAddress: pathToFileURL(file), manifest: readJson(file) as PluginManifest };
}

export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Complaint(`${file} is not JSON: ${error.message}`);
    throw error;
  }
}
