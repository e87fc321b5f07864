import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** A file that browsers may keep for ever: its public name holds the hash of its content. */
export interface Asset {
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
  readonly brotli: Buffer | undefined;
}

export interface FontFamily {
  readonly family: string;
  /** An npm package in the layout of Fontsource: `index.css` and `files/`. */
  readonly package: string;
  /** Subsets to serve, of those that the package has. */
  readonly files: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

/** What a theme sends to browsers, by the name that its templates use and by public path. */
export class ThemeAssets {
  private readonly byName = new Map<string, Asset>();
  private readonly byPath = new Map<string, Asset>();

  constructor(private readonly base: string) {}

  add(name: string, body: Buffer): Asset {
    const extension = path.extname(name);
    const contentType = TYPES[extension];
    if (!contentType) throw new Error(`A theme cannot have an asset of this type: ${name}`);
    const publicPath = `${this.base}/${path.basename(name, extension)}-${shortHash(body)}${extension}`;
    const isText = extension !== '.woff2' && extension !== '.png';
    const asset = { path: publicPath, contentType, body, brotli: isText ? brotliCompressSync(body) : undefined };
    this.byName.set(name, asset);
    this.byPath.set(publicPath, asset);
    return asset;
  }

  find(publicPath: string): Asset | undefined {
    return this.byPath.get(publicPath);
  }

  /** Public paths by name, for templates. */
  paths(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.byName].map(([name, asset]) => [name, asset.path]));
  }
}

export const shortHash = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex').slice(0, 12);

/** The theme's own files plus its fonts; all style sheets become one, so that a page waits for one. */
export function loadAssets(directory: string, base: string, fonts: readonly FontFamily[]): ThemeAssets {
  const assets = new ThemeAssets(base);
  const sheets = [readFileSync(path.join(directory, 'tokens.css'), 'utf8')];
  for (const font of fonts) sheets.push(fontFaces(font, (name, body) => assets.add(name, body).path));
  const folder = path.join(directory, 'assets');
  for (const name of readdirSync(folder).sort()) {
    const body = readFileSync(path.join(folder, name));
    if (name.endsWith('.css')) sheets.push(body.toString('utf8'));
    else assets.add(name, body);
  }
  assets.add('theme.css', Buffer.from(sheets.join('\n')));
  return assets;
}

/** The same faces with the files inside, for documents that are printed with the network off. */
export function embeddedFontFaces(fonts: readonly FontFamily[]): string {
  return fonts.map(font => fontFaces(font, (_, body) => `data:font/woff2;base64,${body.toString('base64')}`)).join('\n');
}

/** Takes the faces of the wanted subsets out of the package's own style sheet and gives each file its address. */
function fontFaces(font: FontFamily, addressOf: (name: string, body: Buffer) => string): string {
  const folder = path.dirname(createRequire(import.meta.url).resolve(`${font.package}/package.json`));
  const faces = readFileSync(path.join(folder, 'index.css'), 'utf8').match(/@font-face\s*\{[^}]*\}/g) ?? [];
  const wanted = faces.flatMap(face => {
    const file = /url\(\.\/files\/([\w-]+\.woff2)\)/.exec(face)?.[1];
    if (!file || !font.files.some(subset => file.endsWith(`-${subset}-wght-normal.woff2`))) return [];
    const address = addressOf(file, readFileSync(path.join(folder, 'files', file)));
    return [face.replace(/url\([^)]*\)/, `url(${address})`)];
  });
  if (wanted.length !== font.files.length) throw new Error(`${font.package} has not all of: ${font.files.join(', ')}`);
  return wanted.join('\n');
}
