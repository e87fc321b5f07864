import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import type { Tenant } from '../tenancy/index.js';
import { Theme } from './theme.js';
import type { Asset } from './theme-assets.js';

/** Every theme of the deployment, read at start: a theme that cannot be read stops the process, not a page. */
@Injectable()
export class Themes {
  private readonly themes: ReadonlyMap<string, Theme>;

  constructor(@Inject(CONFIG) config: Pick<Config, 'themesDir'>) {
    const folders = readdirSync(config.themesDir, { withFileTypes: true }).filter(entry => entry.isDirectory());
    this.themes = new Map(folders.map(folder => [folder.name, new Theme(path.join(config.themesDir, folder.name))]));
  }

  of(tenant: Pick<Tenant, 'theme'>): Theme {
    const theme = this.themes.get(tenant.theme);
    if (!theme) throw new Error(`There is no theme "${tenant.theme}"`);
    return theme;
  }

  has(id: string): boolean {
    return this.themes.has(id);
  }

  /** The asset behind a public path, whichever theme it belongs to. */
  asset(publicPath: string): Asset | undefined {
    for (const theme of this.themes.values()) {
      const asset = theme.assets.find(publicPath);
      if (asset) return asset;
    }
    return undefined;
  }
}
