import { missingMethods, PluginFailure, type Plugin, type PluginContext, type PluginManifest } from '@hostwright/sdk';
import type { Settings, SettingsSchema } from './settings-schema.js';

const PLACEHOLDER = 'not-a-secret-but-a-trial';

/** Builds the plugin's object once with the settings' defaults and compares it with the manifest; nothing of it is kept. */
export function tryToBuild(plugin: Plugin, manifest: PluginManifest, schema: SettingsSchema): void {
  const settings = schema.defaults(PLACEHOLDER);
  if (!settings) return; // some settings have no default: the same comparison is made at the first use
  const config = Object.fromEntries(Object.entries(settings).filter(([name]) => !schema.secretNames.includes(name)));
  expectPromisedMethods(manifest, plugin.create(trialContext(config)));
}

export function expectPromisedMethods(manifest: PluginManifest, built: unknown): void {
  if (typeof built !== 'object' || built === null) throw new TypeError('create() must return an object');
  const missing = missingMethods(manifest, built);
  if (missing.length > 0)
    throw new TypeError(`create() returns an object without ${missing.join(', ')}, which the manifest promises`);
}

/** A context that leads nowhere: building must need neither network nor storage. */
export function trialContext(config: Settings): PluginContext {
  const nowhere = (): Promise<never> =>
    Promise.reject(PluginFailure.final('Nothing is reached while a plugin is being built', { code: 'trial' }));
  const silent = (): void => undefined;
  return {
    tenant: {
      id: '00000000-0000-7000-8000-000000000000',
      slug: 'trial',
      name: 'Trial',
      locale: 'en',
      currency: 'EUR',
      timeZone: 'UTC',
    },
    installationId: '00000000-0000-7000-8000-000000000000',
    config: Object.freeze(config),
    secrets: { get: () => PLACEHOLDER },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    fetch: nowhere,
    tlsFetch: () => nowhere,
    storage: { get: nowhere, set: nowhere, add: nowhere, delete: nowhere },
    clock: { now: () => new Date(0) },
    urls: { webhook: () => 'https://shop.invalid/hooks/trial', returnTo: path => new URL(path, 'https://shop.invalid').href },
  };
}
