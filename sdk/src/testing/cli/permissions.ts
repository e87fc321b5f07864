import { secretNames, type PluginManifest } from '../../manifest.js';
import type { SourceFacts } from './source-facts.js';

/** Modules of Node that reach past `context.fetch` and the plugin's own storage. */
const REACHING: readonly string[] = [
  ...['child_process', 'cluster', 'dgram', 'dns', 'fs', 'fs/promises', 'http', 'http2', 'https', 'inspector', 'module'],
  ...['net', 'os', 'process', 'tls', 'v8', 'vm', 'worker_threads'],
];

/** Whether the manifest lets the plugin ask this host. */
export function isPermitted(manifest: PluginManifest, host: string): boolean {
  return (manifest.permissions?.network ?? []).some(
    allowed => allowed === host || (allowed.startsWith('*.') && host.endsWith(allowed.slice(1))),
  );
}

/** Node modules that a reviewer should look at. */
export function reachingModules({ imported }: SourceFacts): readonly string[] {
  const names = imported.map(({ what }) => what.replace(/^node:/, ''));
  return [...new Set(names)].filter(name => REACHING.includes(name)).toSorted();
}

/** What whoever installs the plugin agrees to, one line each. */
export function permissionList(manifest: PluginManifest, facts: SourceFacts): readonly string[] {
  const { network = [], browser = [], events = [], webhook = false } = manifest.permissions ?? {};
  const secrets = secretNames(manifest.config);
  const reaching = reachingModules(facts);
  return [
    `network   ${listed(network)}`,
    ...(browser.length > 0 ? [`browser   ${listed(browser)}`] : []),
    `webhook   ${webhook ? 'a public address for callbacks' : 'none'}`,
    `events    ${listed(events)}`,
    `secrets   ${listed(secrets)}`,
    ...(reaching.length > 0 ? [`modules   ${listed(reaching.map(name => `node:${name}`))} (reach past the context)`] : []),
  ];
}

const listed = (words: readonly string[]): string => (words.length === 0 ? 'none' : words.join(', '));
