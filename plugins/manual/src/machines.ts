import type { KeyValueStore } from '@hostwright/sdk';
import type { Machine } from './machine.js';

const server = (externalId: string): string => `server:${externalId}`;
const service = (serviceId: string): string => `service:${serviceId}`;
const slotKey = (slot: number): string => `slot:${slot}`;

/**
 * The machines of one installation in the plugin's own memory. Each has a numbered slot, so that all of them can be
 * gone through; a slot is taken by `add`, which only one of several writers wins.
 */
export class Machines {
  constructor(private readonly storage: KeyValueStore) {}

  get(externalId: string): Promise<Machine | undefined> {
    return this.storage.get<Machine>(server(externalId));
  }

  async ofService(serviceId: string): Promise<Machine | undefined> {
    const externalId = await this.storage.get<string>(service(serviceId));
    return externalId === undefined ? undefined : this.get(externalId);
  }

  put(machine: Machine): Promise<void> {
    return this.storage.set(server(machine.externalId), machine);
  }

  /** The machine as it stands: another process may have been first. */
  async add(wanted: Machine): Promise<Machine> {
    await this.storage.add(server(wanted.externalId), wanted);
    await this.storage.set(service(wanted.serviceId), wanted.externalId);
    const machine = (await this.get(wanted.externalId)) ?? wanted;
    if (machine.slot !== null) return machine;
    const placed = { ...machine, slot: await this.takeSlot(machine.externalId) };
    await this.put(placed);
    return placed;
  }

  /** From this slot on, and where to go on; a slot that its machine does not name is left over from a crash. */
  async page(from: number, size: number): Promise<{ readonly machines: readonly Machine[]; readonly next?: number }> {
    const machines: Machine[] = [];
    for (let slot = from; slot < from + size; slot += 1) {
      const externalId = await this.storage.get<string>(slotKey(slot));
      if (externalId === undefined) return { machines };
      const machine = await this.get(externalId);
      if (machine?.slot === slot) machines.push(machine);
    }
    return { machines, next: from + size };
  }

  private async takeSlot(externalId: string): Promise<number> {
    for (let slot = (await this.storage.get<number>('slots')) ?? 0; ; slot += 1) {
      if (!(await this.storage.add(slotKey(slot), externalId))) continue;
      await this.storage.set('slots', slot + 1);
      return slot;
    }
  }
}
