// The page of the console stands alone: no framework, one small script, and the terminal or the screen as it is needed.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const source = join(import.meta.dirname, '../projects/console/src');
const folder = process.argv[2] ?? join(import.meta.dirname, '../dist/console');
const PACKAGES = ['@xterm/xterm', '@xterm/addon-fit', '@novnc/novnc'];

await rm(folder, { recursive: true, force: true });
await build({
  entryPoints: [join(source, 'console.ts'), join(source, 'console.css')],
  outdir: folder,
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  logLevel: 'error',
});
await mkdir(folder, { recursive: true });
await writeFile(join(folder, '3rdpartylicenses.txt'), (await Promise.all(PACKAGES.map(license))).join('\n\n'));

/** The licences ask to come along. */
async function license(name) {
  const entry = createRequire(import.meta.url).resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(`${join('node_modules', name)}`) + join('node_modules', name).length);
  const { license: id } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const texts = await Promise.all(['LICENSE', 'LICENSE.txt'].map(file => readFile(join(root, file), 'utf8').catch(() => '')));
  return [`${name} (${id})`, ...texts.filter(text => text !== '')].join('\n\n');
}
