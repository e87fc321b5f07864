import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { PluginManifest } from '@hostwright/sdk';
import { ifMissing } from './discover.js';

/** An ES module for browsers, named by its content so that it may be kept for ever. */
export interface BrowserModule {
  readonly hash: string;
  readonly body: Buffer;
}

const LARGEST_ICON = 64 * 1024;

/** Whatever can run, load or define something new. Icons are drawings; one that needs these is not shown. */
const ACTIVE = [
  /<\s*(script|foreignObject|iframe|object|embed|audio|video|handler)\b/i,
  /<!\s*(DOCTYPE|ENTITY)/i,
  /[\s"'/]on[a-z]+\s*=/i,
  /javascript:|@import/i,
  /(href|src)\s*=\s*["']?\s*[^#"'\s]/i,
  /url\(\s*["']?\s*[^#"'\s]/i,
];

export function isSafeIcon(svg: string): boolean {
  return svg.length <= LARGEST_ICON && /<svg[\s>]/i.test(svg) && !ACTIVE.some(pattern => pattern.test(svg));
}

export async function readIcon(folder: string, manifest: PluginManifest): Promise<Buffer | undefined> {
  if (!manifest.icon) return undefined;
  const icon = await readFile(path.join(folder, manifest.icon)).catch(ifMissing(undefined));
  return icon && isSafeIcon(icon.toString('utf8')) ? icon : undefined;
}

/** The modules of a gateway's custom elements, by element. What the manifest names must be there. */
export async function readElements(folder: string, manifest: PluginManifest): Promise<ReadonlyMap<string, BrowserModule>> {
  const named = Object.entries(manifest.elements ?? {});
  const modules = named.map(async ([element, file]) => {
    const place = path.join(folder, file);
    const real = await realpath(place).catch(ifMissing(undefined));
    if (real === undefined) throw new TypeError(`elements.${element}: ${file} is not there: has the plugin been built?`);
    if (!real.startsWith(folder + path.sep)) throw new TypeError(`elements.${element}: ${file} leads out of the plugin's folder`);
    return [element, namedByContent(await readFile(real))] as const;
  });
  return new Map(await Promise.all(modules));
}

/** Product types also run in the calculator; the build makes `dist/browser.js` of them. */
export async function readBrowserModule(folder: string, manifest: PluginManifest): Promise<BrowserModule | undefined> {
  if (manifest.kind !== 'product-type') return undefined;
  const body = await readFile(path.join(folder, 'dist/browser.js')).catch(ifMissing(undefined));
  return body && namedByContent(body);
}

const namedByContent = (body: Buffer): BrowserModule => ({
  body,
  hash: createHash('sha256').update(body).digest('hex').slice(0, 16),
});
