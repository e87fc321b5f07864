import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Plugin } from '../../define-plugin.js';
import { missingMethods, undeclaredMethods, type FormSchema, type PluginManifest } from '../../manifest.js';
import { browserBundle } from '../browser-bundle.js';
import { fakeContext } from '../fake-context.js';
import { engineProblem, manifestProblems } from '../manifest-file.js';
import { settingsArbitrary } from '../settings-arbitrary.js';
import { compilePlugin } from './compile-plugin.js';
import { isPermitted, reachingModules } from './permissions.js';
import { openPluginFolder, readJson, type PluginFolder } from './plugin-folder.js';
import { readSource, type SourceFacts } from './source-facts.js';

export interface CheckReport {
  readonly plugin: PluginFolder;
  readonly facts: SourceFacts;
  /** What has to be put right. */
  readonly problems: readonly string[];
  /** What a reviewer may want to look at. */
  readonly notes: readonly string[];
}

/** Holds a plugin's files against each other: manifest, package, source, types, and the object that it builds. */
export async function checkPlugin(given: string): Promise<CheckReport> {
  const plugin = openPluginFolder(given);
  const shape = manifestProblems(plugin.manifestAddress).map(problem => `plugin.json: ${problem.trim()}`);
  const facts = readSource(plugin.folder);
  // Without a sound manifest the rest would only repeat what is wrong with it.
  if (shape.length > 0) return { plugin, facts, problems: shape, notes: [] };
  const engine = engineProblem(plugin.manifest);
  const types = compilePlugin(plugin.folder);
  const problems = [
    ...(engine === undefined ? [] : [`plugin.json: ${engine}`]),
    ...fileProblems(plugin),
    ...permissionProblems(plugin.manifest, facts),
    ...packageProblems(plugin.folder, facts),
    ...types,
    ...(types.length === 0 ? await builtProblems(plugin) : []),
  ];
  return { plugin, facts, problems, notes: notesOn(plugin.manifest, facts) };
}

function fileProblems({ folder, manifest }: PluginFolder): readonly string[] {
  const wanted = ['README.md', 'package.json', 'tsconfig.json', ...(manifest.icon === undefined ? [] : [manifest.icon])];
  return wanted.filter(file => !existsSync(path.join(folder, file))).map(file => `${file} is missing`);
}

function permissionProblems(manifest: PluginManifest, facts: SourceFacts): readonly string[] {
  const settings = manifest.config?.properties ?? {};
  const lost = (manifest.permissions?.network ?? [])
    .filter(host => host.startsWith('config:') && !Object.hasOwn(settings, host.slice('config:'.length)))
    .map(host => `plugin.json: permissions.network names ${host}, and there is no such setting`);
  const asked = facts.asked
    .filter(({ what }) => !isPermitted(manifest, what))
    .map(({ what, where }) => `${where} asks ${what}, which permissions.network does not name`);
  return [...lost, ...asked];
}

function packageProblems(folder: string, facts: SourceFacts): readonly string[] {
  if (!existsSync(path.join(folder, 'package.json'))) return [];
  const { type, dependencies = {} } = readJson(path.join(folder, 'package.json')) as {
    readonly type?: string;
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const unknown = facts.imported
    .filter(({ what }) => !what.startsWith('node:') && !Object.hasOwn(dependencies, packageOf(what)))
    .map(({ what, where }) => `${where} imports ${what}, which package.json does not name`);
  return [...(type === 'module' ? [] : ['package.json: "type" should be "module"']), ...unknown];
}

async function builtProblems({ folder, manifest }: PluginFolder): Promise<readonly string[]> {
  const entry = pathToFileURL(path.join(folder, manifest.entry));
  if (!existsSync(entry)) return [`${manifest.entry} is not what the compiler made: plugin.json's entry and outDir differ`];
  const { default: built } = (await import(entry.href)) as { readonly default?: Plugin };
  if (typeof built?.create !== 'function') return [`${manifest.entry} has no default export made by definePlugin()`];
  if (built.kind !== manifest.kind) return [`plugin.json says ${manifest.kind}, and the code says ${String(built.kind)}`];
  const object = built.create(fakeContext({ config: sampleOf(manifest.config), secrets: new Proxy({}, ANY_SECRET) }));
  return [
    ...missingMethods(manifest, object).map(name => `${name}() is promised by the capabilities and not there`),
    ...undeclaredMethods(manifest, object).map(name => `${name}() is there and no capability declares it`),
    ...(manifest.kind === 'product-type' ? await bundleProblems(entry) : []),
  ];
}

async function bundleProblems(entry: URL): Promise<readonly string[]> {
  return browserBundle(entry).then(
    () => [],
    (error: unknown) => [`does not run in a browser: ${error instanceof Error ? error.message : String(error)}`],
  );
}

function notesOn(manifest: PluginManifest, facts: SourceFacts): readonly string[] {
  const others = facts.named.filter(
    ({ what }) => !isPermitted(manifest, what) && !facts.asked.some(asked => asked.what === what),
  );
  const notes = [
    ...others.map(({ what, where }) => `${where} names ${what}, which permissions.network does not`),
    ...reachingModules(facts).map(name => `imports node:${name}, which reaches past the context`),
  ];
  return [...new Set(notes)];
}

const ANY_SECRET: ProxyHandler<object> = {
  getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: 'a-secret-for-the-check' }),
  get: () => 'a-secret-for-the-check',
};

const sampleOf = (schema: FormSchema | undefined): unknown =>
  schema === undefined ? {} : fc.sample(settingsArbitrary(schema), { numRuns: 1, seed: 1 })[0];

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
