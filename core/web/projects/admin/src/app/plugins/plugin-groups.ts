import type { AdminPlugin } from '@hostwright/sdk/http';

export interface PluginGroup {
  readonly kind: string;
  readonly plugins: readonly AdminPlugin[];
}

/** Plugins by what they are for: the kind with a problem first, then whatever is at work, then the rest by name. */
export function groupPlugins(plugins: readonly AdminPlugin[]): readonly PluginGroup[] {
  const kinds = [...new Set(plugins.map(plugin => plugin.kind))].toSorted();
  return kinds.map(kind => ({
    kind,
    plugins: plugins
      .filter(plugin => plugin.kind === kind)
      .toSorted((left, right) => rank(left) - rank(right) || left.name.localeCompare(right.name)),
  }));
}

function rank(plugin: AdminPlugin): number {
  if (plugin.problem !== null) return 0;
  return plugin.installations.some(installation => installation.enabled) ? 1 : 2;
}
