import { access, readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

export interface FoundPlugin {
  readonly folder: string;
  /** Of a folder in `plugins/`, whose name must be the plugin's id. */
  readonly ownFolder: boolean;
  /** What plugin.json holds, unchecked; or why it could not be read. */
  readonly manifest: unknown;
  readonly unreadable?: string;
}

export interface Places {
  readonly pluginsDir: string;
  readonly modulesDir: string;
}

const KEYWORD = 'hostwright-plugin';

/** Every folder with a plugin.json: the project's own, then installed packages that call themselves plugins. */
export async function findPlugins({ pluginsDir, modulesDir }: Places): Promise<readonly FoundPlugin[]> {
  const own = await foldersIn(pluginsDir);
  const packages = (await Promise.all((await packageFolders(modulesDir)).map(calledPlugin))).filter(
    folder => folder !== undefined,
  );
  const known = new Set(await Promise.all(own.map(folder => realpath(folder))));
  const others = packages.filter(folder => !known.has(folder));
  const found = await Promise.all([
    ...own.map(folder => readPlugin(folder, true)),
    ...others.map(folder => readPlugin(folder, false)),
  ]);
  return found.filter(plugin => plugin !== undefined);
}

async function readPlugin(folder: string, ownFolder: boolean): Promise<FoundPlugin | undefined> {
  const text = await readIfThere(path.join(folder, 'plugin.json'));
  if (text === undefined) return undefined;
  try {
    return { folder: await realpath(folder), ownFolder, manifest: JSON.parse(text) as unknown };
  } catch (error) {
    // Written by a person: one bad comma keeps one plugin out, not the shop.
    return { folder, ownFolder, manifest: undefined, unreadable: `plugin.json is not JSON: ${(error as Error).message}` };
  }
}

/** Folders of packages, scoped ones too. Only those with a plugin.json are looked at closer: there are hundreds. */
async function packageFolders(modulesDir: string): Promise<readonly string[]> {
  const folders = await foldersIn(modulesDir);
  const scoped = await Promise.all(
    folders.map(async folder => (path.basename(folder).startsWith('@') ? foldersIn(folder) : [folder])),
  );
  return scoped.flat();
}

async function calledPlugin(folder: string): Promise<string | undefined> {
  const hasManifest = await access(path.join(folder, 'plugin.json')).then(
    () => true,
    () => false,
  );
  if (!hasManifest) return undefined;
  const { keywords } = JSON.parse((await readIfThere(path.join(folder, 'package.json'))) ?? '{}') as { keywords?: unknown };
  return Array.isArray(keywords) && keywords.includes(KEYWORD) ? realpath(folder) : undefined;
}

async function foldersIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(ifMissing([]));
  return entries
    .filter(entry => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map(entry => path.join(directory, entry.name))
    .toSorted();
}

const readIfThere = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(ifMissing(undefined));

/** A folder without plugins, or a plugin without an icon, is no fault; anything else is. */
export const ifMissing =
  <T>(fallback: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return fallback;
    throw error;
  };
