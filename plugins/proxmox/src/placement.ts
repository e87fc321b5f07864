import { PluginFailure } from '@hostwright/sdk';
import { addressKey, vmidKey, type Machine, type Machines } from './machine.js';
import { candidates, familyOf, type HeldAddress } from './addresses.js';
import { systemDisk } from './guest-config.js';
import type { ClusterRows, GuestRow, NodeRow } from './proxmox-answers.js';
import type { GuestPlace, ProxmoxClient } from './proxmox-client.js';
import { kindOf, type ImageSetting, type ProxmoxConfig } from './settings.js';
import type { Size } from './size.js';

/** Until the machine is written down; a process that dies before gives its claims back that way. */
const CLAIM_MS = 60 * 60 * 1000;
const ELSEWHERE_MS = 7 * 24 * 60 * 60 * 1000;
const MOST_ASKED = 10;
const BYTES_PER_MB = 1024 * 1024;
const BYTES_PER_GB = 1024 * BYTES_PER_MB;

const SOLD_OUT = 'There is no room for this server at the moment.';

/** Where a new guest is made, and from what. */
export interface Place {
  readonly node: string;
  /** Absent for containers, which are unpacked from an archive. */
  readonly template?: GuestPlace;
}

/** Chooses numbers, addresses and nodes for new servers. Numbers and addresses are set aside in the plugin's own storage. */
export class Placement {
  constructor(
    private readonly config: ProxmoxConfig,
    private readonly machines: Machines,
  ) {}

  image(id: string | undefined): ImageSetting {
    const image = this.config.images.find(candidate => candidate.id === id);
    if (!image) throw PluginFailure.final(`The image "${String(id)}" is not set up`, { code: 'unknown-image' });
    if (image.ostemplate === undefined && !image.templates?.length)
      throw PluginFailure.final(`The image "${image.id}" names neither a template nor an archive`, { code: 'bad-settings' });
    return image;
  }

  /** A number that nobody has: not in the cluster, not promised to another server of ours. */
  async claimVmid(owner: string, guests: readonly GuestRow[], client: ProxmoxClient): Promise<number> {
    const taken = new Set(guests.map(guest => guest.vmid));
    let asked = 0;
    for (let vmid = this.config.firstVmid; vmid <= this.config.lastVmid && asked < MOST_ASKED; vmid += 1) {
      if (taken.has(vmid) || !(await this.machines.claim(vmidKey(vmid), owner, CLAIM_MS))) continue;
      asked += 1;
      if (await client.isFree(vmid)) return vmid;
      await this.machines.giveAway(vmidKey(vmid), owner, ELSEWHERE_MS);
    }
    if (asked === MOST_ASKED)
      throw PluginFailure.retryable('Many numbers of the range belong to guests that the token cannot see', { code: 'no-vmid' });
    throw PluginFailure.final('All numbers of the VMID range are taken', { code: 'no-vmid', publicMessage: SOLD_OUT });
  }

  /** One address of each family that there are networks for. */
  async claimAddresses(owner: string, location: string | undefined): Promise<readonly HeldAddress[]> {
    const here = this.config.addresses.filter(network => network.location === undefined || network.location === location);
    const claimed: HeldAddress[] = [];
    for (const family of [4, 6] as const) {
      const networks = here.filter(network => familyOf(network) === family);
      if (networks.length === 0) continue;
      const address = await this.claimOne(owner, networks);
      if (!address) {
        await this.releaseAddresses(owner, claimed);
        throw PluginFailure.final(`No address of version ${family} is free`, { code: 'no-address', publicMessage: SOLD_OUT });
      }
      claimed.push(address);
    }
    if (claimed.length > 0) return claimed;
    throw PluginFailure.final('No network is set up for this location', { code: 'bad-settings' });
  }

  async releaseAddresses(owner: string, addresses: readonly HeldAddress[]): Promise<void> {
    for (const { address } of addresses) await this.machines.release(addressKey(address), owner);
  }

  /** From now on the claims of a machine hold for as long as it does. */
  async confirm({ externalId, vmid, addresses }: Machine): Promise<void> {
    await this.machines.keep(vmidKey(vmid), externalId);
    for (const { address } of addresses) await this.machines.keep(addressKey(address), externalId);
  }

  /** The node that has promised least of its memory, among those that can have the guest. */
  async choose(
    image: ImageSetting,
    size: Size,
    location: string | undefined,
    cluster: ClusterRows,
    client: ProxmoxClient,
  ): Promise<Place> {
    const nodes = this.nodesOf(location, cluster);
    if (kindOf(image) === 'lxc') return { node: this.leastLoaded(nodes, size, cluster).node };
    const wanted = image.templates ?? [];
    const templates = cluster.guests.filter(guest => guest.isTemplate && guest.kind === 'qemu' && wanted.includes(guest.vmid));
    const reachable = templates.filter(({ node }) => cluster.nodes.some(row => row.node === node && row.isOnline));
    const first = reachable[0];
    if (!first) throw missingTemplate(image, templates.length > 0);
    const disk = systemDisk(await client.config(first), 'qemu');
    const goesAnywhere = cluster.storages.some(({ storage, isShared }) => isShared && storage === disk?.storage);
    const able = goesAnywhere ? nodes : nodes.filter(({ node }) => reachable.some(template => template.node === node));
    const { node } = this.leastLoaded(able, size, cluster);
    const { vmid, node: home } = reachable.find(template => template.node === node) ?? first;
    return { node, template: { vmid, node: home, kind: 'qemu' } };
  }

  private async claimOne(owner: string, networks: ProxmoxConfig['addresses']): Promise<HeldAddress | undefined> {
    for (const network of networks) {
      for (const candidate of candidates(network, owner)) {
        if (await this.machines.claim(addressKey(candidate.address), owner, CLAIM_MS)) return candidate;
      }
    }
    return undefined;
  }

  private nodesOf(location: string | undefined, { nodes, storages }: ClusterRows): readonly NodeRow[] {
    const allowed = this.locationOf(location)?.nodes;
    const storage = storages.filter(row => row.storage === this.config.storage);
    const able = nodes.filter(
      ({ node }) => (!allowed?.length || allowed.includes(node)) && storage.some(row => row.node === node),
    );
    if (able.length === 0)
      throw PluginFailure.final(`No node of the location has the storage "${this.config.storage}"`, { code: 'bad-settings' });
    const online = able.filter(row => row.isOnline && storage.some(({ node, isAvailable }) => node === row.node && isAvailable));
    if (online.length > 0) return online;
    throw PluginFailure.retryable('No node of the location is online', { code: 'nodes-offline', retryAfterMs: 30_000 });
  }

  private locationOf(id: string | undefined) {
    const { locations } = this.config;
    if (!locations?.length) return undefined;
    const location = locations.find(candidate => candidate.id === id);
    if (!location) throw PluginFailure.final(`The location "${String(id)}" is not set up`, { code: 'unknown-location' });
    return location;
  }

  private leastLoaded(nodes: readonly NodeRow[], size: Size, { guests, storages }: ClusterRows): NodeRow {
    const wanted = size.memoryMb * BYTES_PER_MB;
    const roomy = nodes.filter(({ node, memoryBytes, memoryUsedBytes }) => {
      const storage = storages.find(row => row.node === node && row.storage === this.config.storage);
      return memoryUsedBytes + wanted <= memoryBytes && (storage?.freeBytes ?? 0) >= size.diskGb * BYTES_PER_GB;
    });
    const load = ({ node, memoryBytes, memoryUsedBytes }: NodeRow): number => {
      const promised = guests
        .filter(guest => guest.node === node && !guest.isTemplate)
        .reduce((sum, guest) => sum + guest.memoryBytes, 0);
      return (Math.max(promised, memoryUsedBytes) + wanted) / memoryBytes;
    };
    const best = roomy.toSorted((one, other) => load(one) - load(other) || one.node.localeCompare(other.node))[0];
    if (best) return best;
    throw PluginFailure.final('No node has the memory and the disk for this server', {
      code: 'sold-out',
      publicMessage: SOLD_OUT,
    });
  }
}

const missingTemplate = (image: ImageSetting, isOffline: boolean): PluginFailure =>
  isOffline
    ? PluginFailure.retryable(`The node with the template of "${image.id}" is offline`, {
        code: 'nodes-offline',
        retryAfterMs: 30_000,
      })
    : PluginFailure.final(`None of the templates of "${image.id}" is there`, { code: 'no-such-image' });
