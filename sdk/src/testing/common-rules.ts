import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Plugin, PluginKind } from '../define-plugin.js';
import { CAPABILITY_METHODS, missingMethods, secretNames, type FormSchema, type PluginManifest } from '../manifest.js';
import { fakeContext } from './fake-context.js';
import { manifestProblems } from './manifest-file.js';
import { settingsArbitrary } from './settings-arbitrary.js';

const NO_SETTINGS: FormSchema = { type: 'object', properties: {} };

/** What holds for a plugin of any kind. */
export function commonRules<Kind extends PluginKind, Config>(
  plugin: Plugin<Kind, Config>,
  manifest: PluginManifest,
  address: URL,
): void {
  it('has a manifest that the schema accepts, of its own kind', () => {
    expect(manifestProblems(address)).toEqual([]);
    expect(manifest.kind).toBe(plugin.kind);
  });

  it('builds from whatever settings its schema accepts, with no network, and has every method it promises', () => {
    fc.assert(
      fc.property(settingsArbitrary(manifest.config ?? NO_SETTINGS), settings => {
        const context = contextFor<Config>(manifest, settings);
        const built = plugin.create(context);

        expect(missingMethods(manifest, built)).toEqual([]);
        expect(undeclaredMethods(manifest, built)).toEqual([]);
        expect(context.requests).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
}

function contextFor<Config>(manifest: PluginManifest, settings: Record<string, unknown>) {
  const names = secretNames(manifest.config);
  const isSecret = (name: string): boolean => names.includes(name);
  const config = Object.fromEntries(Object.entries(settings).filter(([name]) => !isSecret(name))) as Config;
  const secrets = Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (isSecret(name) ? [[name, String(value)]] : [])),
  );
  return fakeContext<Config>({ config, secrets });
}

/** An optional method that no declared capability stands for: the core would never call it, so it is a mistake in the manifest. */
function undeclaredMethods(manifest: PluginManifest, built: object): readonly string[] {
  const table = CAPABILITY_METHODS[manifest.kind];
  const declared = new Set((manifest.capabilities ?? []).flatMap(capability => table[capability] ?? []));
  return [...new Set(Object.values(table).flat())].filter(method => !declared.has(method) && method in built);
}
