import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

export interface WebFile {
  readonly body: Buffer;
  readonly contentType: string;
  readonly encoding: 'br' | undefined;
  /** The name holds a hash of the content: it may be kept for ever. */
  readonly isFixed: boolean;
}

/** What the build of core/web made, read once; the compressed copies come from the build too. */
@Injectable()
export class WebApps {
  private readonly files = new Map<string, Buffer | undefined>();

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Undefined for a file that is not there, and for a name that leads out of the folder. */
  find(app: 'admin' | 'console' | 'widgets', name: string, takesBrotli: boolean): WebFile | undefined {
    const folder = path.join(this.config.webDir, app);
    const file = path.normalize(path.join(folder, name));
    const contentType = TYPES[path.extname(file)];
    if (!file.startsWith(folder + path.sep) || contentType === undefined) return undefined;
    const compressed = takesBrotli ? this.read(`${file}.br`) : undefined;
    const body = compressed ?? this.read(file);
    if (!body) return undefined;
    return { body, contentType, encoding: compressed ? 'br' : undefined, isFixed: /-[\w-]{8,}\.\w+$/.test(file) };
  }

  private read(file: string): Buffer | undefined {
    if (!this.files.has(file)) this.files.set(file, existsSync(file) ? readFileSync(file) : undefined);
    return this.files.get(file);
  }
}
