import type { InstanceChange, LxdClient } from './lxd-client.js';

const CORES = 'limits.cpu';

/**
 * Changes limits of a container that may be running. The daemon deals its cores out anew when their number changes, but
 * reads the number from its books, where it may not stand yet; so it is told twice, the first time as 02 for 2.
 */
export async function changeLimits(client: LxdClient, name: string, change: InstanceChange): Promise<void> {
  const cores = change.config?.[CORES] ?? '';
  if (!/^\d+$/.test(cores)) return client.change(name, change);
  await client.change(name, { ...change, config: { ...change.config, [CORES]: `0${cores}` } });
  await client.change(name, { config: { [CORES]: cores } });
}
