import { access, realpath } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SDK_VERSION, type EventName, type Plugin, type PluginManifest } from '@hostwright/sdk';
import type { ValidateFunction } from 'ajv';
import semver from 'semver';
import { readBrowserModule, readElements, readIcon, type BrowserModule } from './assets.js';
import { findPlugins, type FoundPlugin, type Places } from './discover.js';
import { fieldOf, manifestCheck } from './schema-compiler.js';
import { SettingsSchema } from './settings-schema.js';
import { tryToBuild } from './trial.js';

export interface LoadedPlugin {
  readonly manifest: PluginManifest;
  readonly plugin: Plugin;
  readonly settings: SettingsSchema;
  readonly icon: Buffer | undefined;
  readonly browserModule: BrowserModule | undefined;
  /** Modules of the custom elements that a gateway's steps name. */
  readonly elements: ReadonlyMap<string, BrowserModule>;
}

/** A plugin that does not run, and why; the shop starts without it. */
export interface LeftOutPlugin {
  readonly id: string;
  readonly manifest: Partial<PluginManifest>;
  readonly problem: string;
}

export interface PluginSet {
  readonly running: ReadonlyMap<string, LoadedPlugin>;
  readonly leftOut: readonly LeftOutPlugin[];
}

/** An import that never ends must not keep the shop closed. */
const IMPORT_LIMIT_MS = 10_000;

/** Reads, checks and imports all plugins at once. */
export async function loadPlugins(places: Places): Promise<PluginSet> {
  const [found, check] = await Promise.all([findPlugins(places), manifestCheck()]);
  const results = await Promise.all(found.map(plugin => loadOne(plugin, check)));
  const running = new Map<string, LoadedPlugin>();
  const leftOut: LeftOutPlugin[] = [];
  for (const result of results) {
    if ('problem' in result) leftOut.push(result);
    else if (running.has(result.manifest.id))
      leftOut.push({ id: result.manifest.id, manifest: result.manifest, problem: 'Another plugin has the same id' });
    else running.set(result.manifest.id, result);
  }
  return { running, leftOut };
}

async function loadOne(found: FoundPlugin, check: ValidateFunction): Promise<LoadedPlugin | LeftOutPlugin> {
  try {
    const manifest = checkedManifest(found, check);
    const settings = new SettingsSchema(manifest.config);
    const plugin = checkedPlugin(await importEntry(found.folder, manifest), manifest);
    tryToBuild(plugin, manifest, settings);
    const [icon, browserModule, elements] = await Promise.all([
      readIcon(found.folder, manifest),
      readBrowserModule(found.folder, manifest),
      readElements(found.folder, manifest),
    ]);
    return { manifest, plugin, settings, icon, browserModule, elements };
  } catch (error) {
    // A plugin is other people's code: whatever it throws is its own problem, told to staff, and not the shop's.
    return leftOut(found, error instanceof Error ? error.message : String(error));
  }
}

function checkedManifest({ manifest, unreadable, folder, ownFolder }: FoundPlugin, check: ValidateFunction): PluginManifest {
  if (unreadable !== undefined) throw new TypeError(unreadable);
  if (!check(manifest)) {
    const faults = (check.errors ?? []).map(error => `${fieldOf(error, '') || 'it'} ${error.message ?? 'is wrong'}`);
    throw new TypeError(`plugin.json is not valid: ${[...new Set(faults)].join('; ')}`);
  }
  const valid = manifest as PluginManifest;
  if (ownFolder && path.basename(folder) !== valid.id)
    throw new TypeError(`The folder must have the plugin's id as its name: ${valid.id}`);
  if (semver.validRange(valid.engine) === null) throw new TypeError(`"${valid.engine}" is not a range of versions`);
  if (!semver.satisfies(SDK_VERSION, valid.engine))
    throw new TypeError(`Needs SDK ${valid.engine}, and this is SDK ${SDK_VERSION}`);
  return valid;
}

async function importEntry(folder: string, { entry }: PluginManifest): Promise<unknown> {
  const file = path.join(folder, entry);
  await access(file).catch(() => {
    throw new TypeError(`${entry} is not there: has the plugin been built?`);
  });
  const real = await realpath(file);
  if (!real.startsWith(folder + path.sep)) throw new TypeError(`${entry} leads out of the plugin's folder`);
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${entry} did not finish loading`)), IMPORT_LIMIT_MS);
  try {
    const module = (await Promise.race([import(pathToFileURL(real).href), promise])) as { readonly default?: unknown };
    return module.default;
  } finally {
    clearTimeout(timer);
  }
}

function checkedPlugin(exported: unknown, manifest: PluginManifest): Plugin {
  const plugin = exported as Partial<Plugin> | null | undefined;
  if (typeof plugin !== 'object' || plugin === null || typeof plugin.create !== 'function') {
    throw new TypeError(`${manifest.entry} must export definePlugin(…) by default`);
  }
  if (plugin.kind !== manifest.kind)
    throw new TypeError(`The manifest says ${manifest.kind}, the code says ${String(plugin.kind)}`);
  const wanted = new Set<EventName>(manifest.permissions?.events);
  const heard = Object.keys(plugin.on ?? {}) as EventName[];
  const unheard = [...wanted].filter(name => typeof plugin.on?.[name] !== 'function');
  const unasked = heard.filter(name => !wanted.has(name));
  if (unheard.length > 0) throw new TypeError(`The manifest asks for ${unheard.join(', ')}, which the code does not handle`);
  if (unasked.length > 0) throw new TypeError(`The code handles ${unasked.join(', ')}, which the manifest does not ask for`);
  return plugin as Plugin;
}

function leftOut({ manifest, folder }: FoundPlugin, problem: string): LeftOutPlugin {
  const written = typeof manifest === 'object' && manifest !== null ? (manifest as Partial<PluginManifest>) : {};
  return { id: typeof written.id === 'string' ? written.id : path.basename(folder), manifest: written, problem };
}
