const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80', 'wss:': '443', 'ws:': '80' };

/** `host:port` of an address, the scheme's own port written out. */
export const hostAndPort = (url: URL): string => `${url.hostname}:${url.port || DEFAULT_PORTS[url.protocol]}`;

/**
 * The hosts that a manifest names, with `config:NAME` replaced by the host of the address in that setting. A setting
 * that is missing or no address opens nothing.
 */
export function reachableHosts(network: readonly string[], config: Readonly<Record<string, unknown>>): readonly string[] {
  return network.flatMap(entry => {
    if (!entry.startsWith('config:')) return [entry];
    const value = config[entry.slice('config:'.length)];
    const url = typeof value === 'string' ? asAddress(value) : undefined;
    return url ? [hostAndPort(url)] : [];
  });
}

/** Whether a list of hosts covers an address: `host` (its scheme's own port), `host:port`, `*.host` (any name below it). */
export function mayReach(hosts: readonly string[], url: URL): boolean {
  return hosts.some(entry => {
    const [, name = '', port = DEFAULT_PORTS[url.protocol]] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (port !== (url.port || DEFAULT_PORTS[url.protocol])) return false;
    return name.startsWith('*.')
      ? url.hostname.endsWith(name.slice(1)) && url.hostname.length > name.length - 1
      : url.hostname === name;
  });
}

function asAddress(value: string): URL | undefined {
  const text = value.trim();
  return URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`) ?? undefined;
}
