import { failureKind, PluginFailure, type Health, type PluginContext } from '@hostwright/sdk';
import { ProxmoxClient } from './proxmox-client.js';
import { isTrue, type ClusterRows, type Fields } from './proxmox-answers.js';
import { familyOf } from './addresses.js';
import type { ProxmoxConfig } from './settings.js';

/** What the token must be allowed to do to guests. */
const GUEST_RIGHTS = [
  'VM.Allocate',
  'VM.Audit',
  'VM.Clone',
  'VM.Config.CPU',
  'VM.Config.Cloudinit',
  'VM.Config.Disk',
  'VM.Config.HWType',
  'VM.Config.Memory',
  'VM.Config.Network',
  'VM.Config.Options',
  'VM.Console',
  'VM.PowerMgmt',
  'VM.Snapshot',
  'VM.Snapshot.Rollback',
];

/** Behind "Test connection": the first thing that would stand in the way of an order, in one sentence. */
export async function checkProxmox(context: PluginContext<ProxmoxConfig>): Promise<Health> {
  const client = new ProxmoxClient(context);
  try {
    const version = await client.version();
    const problem = problemOf(context.config, await client.permissions(), await client.cluster());
    return problem === undefined ? { ok: true, detail: `Proxmox VE ${version}` } : { ok: false, detail: problem };
  } catch (error) {
    if (!(error instanceof PluginFailure)) throw error;
    return { ok: false, detail: SENTENCES[error.code] ?? `${error.message} (${failureKind(error)}, ${error.code})` };
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  unauthorized: 'Proxmox does not accept the token: check its id (user@realm!name) and its secret.',
};

function problemOf(config: ProxmoxConfig, permissions: Fields, { guests, nodes, storages }: ClusterRows): string | undefined {
  const place = config.pool ? `/pool/${config.pool}` : '/vms';
  const lacking = GUEST_RIGHTS.filter(right => !isAllowed(permissions, place, right));
  if (lacking.length > 0)
    return `The token lacks ${lacking.join(', ')} on ${place}. A token has no rights of its user's unless they are given to it.`;
  if (!isAllowed(permissions, `/storage/${config.storage}`, 'Datastore.AllocateSpace'))
    return `The token lacks Datastore.AllocateSpace on /storage/${config.storage}.`;
  if (!storages.some(({ storage }) => storage === config.storage))
    return `No node has a storage "${config.storage}" that the token can see.`;
  if (config.firstVmid > config.lastVmid) return 'The range of VMIDs ends before it begins.';
  const network = config.addresses.find(setting => familyOf(setting) === undefined);
  if (network) return `"${network.cidr}" is no network in CIDR notation.`;
  const templates = new Set(guests.filter(guest => guest.isTemplate).map(guest => guest.vmid));
  for (const { id, ostemplate, templates: wanted = [] } of config.images) {
    if (ostemplate !== undefined) continue;
    if (wanted.length === 0) return `The image "${id}" names neither a template nor an archive.`;
    if (!wanted.some(vmid => templates.has(vmid)))
      return `None of the templates of "${id}" (${wanted.join(', ')}) is a template that the token can see.`;
  }
  const known = new Set(nodes.map(row => row.node));
  const stranger = config.locations?.flatMap(location => location.nodes ?? []).find(node => !known.has(node));
  return stranger === undefined ? undefined : `The cluster has no node "${stranger}".`;
}

/** Rights are told by path, with whether they hold below it as well. */
function isAllowed(permissions: Fields, path: string, right: string): boolean {
  const above = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/') || '/');
  return above.some(candidate => {
    const rights = permissions[candidate];
    if (typeof rights !== 'object' || rights === null || !(right in rights)) return false;
    return candidate === path || isTrue(rights as Fields, right);
  });
}
