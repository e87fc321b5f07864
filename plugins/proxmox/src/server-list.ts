import type { ListedServer, ServerPage } from '@hostwright/sdk';
import { addressesOf, labelOf, serviceOf } from './guest-config.js';
import { addressKey, vmidKey, type Machine } from './machine.js';
import { machineOf } from './met-again.js';
import type { GuestRow } from './proxmox-answers.js';
import { rowState } from './proxmox-mapping.js';
import type { ProxmoxConfig } from './settings.js';
import { lookAt } from './sight.js';
import { planOf } from './size.js';
import type { Workshop } from './workshop.js';

const PAGE = 100;
/** Guests of a page that have to be asked about one by one. */
const MOST_ASKED = 4;
const BYTES_PER_GB = 1024 ** 3;

/** Everything that runs in our pool, and whatever carries our labels elsewhere. Templates serve nobody. */
export class ServerList {
  constructor(
    private readonly config: ProxmoxConfig,
    private readonly workshop: Workshop,
  ) {}

  async page(cursor = '0'): Promise<ServerPage> {
    const after = Number.parseInt(cursor, 10) || 0;
    const rows = (await this.workshop.client.guests())
      .filter(row => !row.isTemplate && row.vmid > after && (this.isHere(row) || this.mayBeInTheMaking(row)))
      .toSorted((one, other) => one.vmid - other.vmid);
    const servers: ListedServer[] = [];
    let asked = 0;
    for (const row of rows) {
      const machine = await this.machineAt(row);
      if (!machine && !this.isHere(row)) continue;
      if (servers.length === PAGE || (!machine && asked === MOST_ASKED)) return { servers, next: String(row.vmid - 1) };
      asked += machine ? 0 : 1;
      const listed = machine ? this.fromRow(row, machine) : await this.stranger(row);
      if (listed) servers.push(listed);
    }
    return { servers };
  }

  private isHere({ pool, tags }: GuestRow): boolean {
    return !this.config.pool || pool === this.config.pool || serviceOf(tags) !== undefined;
  }

  /** Proxmox shows neither pool nor tags of a clone that is not finished. */
  private mayBeInTheMaking({ vmid, lock }: GuestRow): boolean {
    return lock !== undefined && vmid >= this.config.firstVmid && vmid <= this.config.lastVmid;
  }

  /** A guest that is being made has no label yet; whose it will be was written down with its number. */
  private async machineAt(row: GuestRow): Promise<Machine | undefined> {
    const service = serviceOf(row.tags);
    const name = service === undefined ? await this.workshop.machines.ownerOf(vmidKey(row.vmid)) : labelOf(service);
    const machine = name === undefined ? undefined : await this.workshop.machines.read(name);
    return machine?.vmid === row.vmid && (service !== undefined || machine.work !== undefined) ? machine : undefined;
  }

  private fromRow(row: GuestRow, machine: Machine): ListedServer {
    const { externalId, serviceId, addresses, image, location, plan, size, createdAt } = machine;
    const isAsOrdered = row.cores === size.cores && row.memoryBytes === size.memoryMb * 1024 * 1024;
    const shown = {
      cores: row.cores,
      memoryMb: Math.round(row.memoryBytes / 1024 / 1024),
      diskGb: Math.floor(row.diskBytes / BYTES_PER_GB),
    };
    return {
      externalId,
      ...(serviceId !== undefined && { serviceId }),
      state: rowState(row, machine, this.workshop.machines.now),
      hostname: machine.work ? machine.hostname : (row.name ?? machine.hostname),
      plan: isAsOrdered || machine.work ? plan : planOf(shown),
      ...(image !== undefined && { image }),
      ...(location !== undefined && { location }),
      addresses: addresses.map(({ family, address }, index) => ({ family, address, primary: index === 0 })),
      createdAt: new Date(createdAt),
    };
  }

  /** Its addresses are kept away from our own servers from now on. */
  private async stranger(row: GuestRow): Promise<ListedServer | undefined> {
    const guest = await lookAt(this.workshop.client, row);
    if (!guest) return undefined;
    const met = machineOf(guest, this.config);
    for (const { address } of met.addresses) await this.workshop.machines.claim(addressKey(address), met.externalId);
    return { ...this.fromRow(row, met), addresses: addressesOf(guest.config, row.kind) };
  }
}
