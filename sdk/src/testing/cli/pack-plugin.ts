import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { browserBundle } from '../browser-bundle.js';
import { archiveOf, type ArchivedFile } from './archive.js';
import { checkPlugin, type CheckReport } from './check-plugin.js';
import { permissionList } from './permissions.js';
import { Complaint } from './plugin-folder.js';

export interface Packed {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly names: readonly string[];
  readonly permissions: readonly string[];
  readonly notes: readonly string[];
}

/** Checks the plugin and writes what a shop needs of it, without its sources, into one archive as npm reads them. */
export async function packPlugin(folder: string, out: string): Promise<Packed> {
  const report = await checkPlugin(folder);
  if (report.problems.length > 0) throw new Complaint(['Not packed:', ...report.problems].join('\n  '));
  const files = await filesOf(report);
  const archive = archiveOf(files.map(({ path: name, content }) => ({ path: `package/${name}`, content })));
  const { id, version } = report.plugin.manifest;
  const file = path.join(path.resolve(out), `${id}-${version}.tgz`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, archive);
  return {
    file,
    bytes: archive.length,
    sha256: createHash('sha256').update(archive).digest('hex'),
    names: files.map(({ path: name }) => name).toSorted(),
    permissions: permissionList(report.plugin.manifest, report.facts),
    notes: report.notes,
  };
}

async function filesOf({ plugin: { folder, manifest } }: CheckReport): Promise<readonly ArchivedFile[]> {
  const named = ['plugin.json', 'package.json', 'README.md', 'LICENSE', ...(manifest.icon === undefined ? [] : [manifest.icon])];
  const paths = named.map(name => path.normalize(name)).filter(name => existsSync(path.join(folder, name)));
  const files = [...paths, ...compiledFiles(folder, 'dist')].map(name => fileAt(folder, name));
  if (manifest.kind !== 'product-type') return files;
  const module = await browserBundle(pathToFileURL(path.join(folder, manifest.entry)));
  return [...files.filter(file => file.path !== BROWSER_MODULE), { path: BROWSER_MODULE, content: Buffer.from(module) }];
}

/** A product type also runs in the calculator: its module, with all it imports, for a browser. */
const BROWSER_MODULE = 'dist/browser.js';

function compiledFiles(folder: string, below: string): readonly string[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap(entry => {
    const name = `${below}/${entry.name}`;
    if (entry.isDirectory()) return compiledFiles(folder, name);
    return /\.(map|tsbuildinfo)$/.test(entry.name) ? [] : [name];
  });
}

function fileAt(folder: string, name: string): ArchivedFile {
  const file = path.join(folder, name);
  if (lstatSync(file).isSymbolicLink()) throw new Complaint(`${name} is a link: an archive holds files only`);
  return { path: name.replaceAll('\\', '/'), content: readFileSync(file) };
}
