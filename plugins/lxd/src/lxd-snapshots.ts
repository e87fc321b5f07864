import { PluginFailure, type DiskSnapshot } from '@hostwright/sdk';
import type { LxdInstance, Texts } from './lxd-answers.js';
import type { LxdClient } from './lxd-client.js';
import { toDiskSnapshot } from './lxd-mapping.js';
import { marksOf, markTexts } from './lxd-marks.js';
import { writeSnapshotName } from './lxd-snapshot-names.js';
import { alreadySo, type LxdWork, type Seen } from './lxd-work.js';

/** What was bought holds after a restoration, whatever was bought on the day of the snapshot. */
const KEPT = /^(limits\.|security\.|user\.hostwright\.(service|plan|location|hostname|call)$)/;

/** Snapshots live in the container's storage pool and go with the container. */
export class LxdSnapshots {
  constructor(
    private readonly client: LxdClient,
    private readonly work: LxdWork,
  ) {}

  async list(name: string): Promise<readonly DiskSnapshot[]> {
    const { instance, step } = await this.demand(name);
    const snapshots = await this.client.snapshots(instance.name);
    const newest = snapshots.toSorted((one, other) => one.createdAt.localeCompare(other.createdAt)).at(-1);
    return snapshots.map(snapshot => toDiskSnapshot(snapshot, step !== 'wait' || snapshot !== newest));
  }

  async create(name: string, snapshotName: string): Promise<Seen> {
    const id = writeSnapshotName(snapshotName);
    const { instance } = await this.demand(name);
    const isThere = (await this.client.snapshots(instance.name)).some(snapshot => snapshot.name === id);
    if (!isThere) await this.client.createSnapshot(name, id).catch(alreadySo('already-exists'));
    return this.work.look(name);
  }

  /** The mark in the container's config is gone when the snapshot's own config has come back with its disk. */
  async restore(name: string, id: string): Promise<Seen> {
    const { instance, intent } = await this.demand(name);
    if (intent?.kind !== 'restore' || intent.snapshot !== id) {
      const exists = (await this.client.snapshots(instance.name)).some(snapshot => snapshot.name === id);
      if (!exists) throw PluginFailure.final('There is no such snapshot', { code: 'no-such-snapshot' });
      await this.work.intents.write(name, {
        kind: 'restore',
        snapshot: id,
        hostname: marksOf(instance.config).hostname,
        afterwards: { config: { ...keptOf(instance), ...markTexts({ phase: 'start' }) }, devices: instance.devices },
      });
      await this.client.change(name, { config: markTexts({ phase: 'restore' }) });
    }
    return this.work.carryOn(name);
  }

  async remove(name: string, id: string): Promise<Seen> {
    await this.demand(name);
    await this.client.removeSnapshot(name, id).catch(alreadySo('no-such-snapshot', 'http-404'));
    return this.work.look(name);
  }

  private async demand(name: string): Promise<Seen & { readonly instance: LxdInstance }> {
    const seen = await this.work.look(name);
    if (!seen.instance) throw PluginFailure.final('There is no such container', { code: 'no-such-server' });
    return { ...seen, instance: seen.instance };
  }
}

const keptOf = ({ config }: LxdInstance): Texts => Object.fromEntries(Object.entries(config).filter(([key]) => KEPT.test(key)));
