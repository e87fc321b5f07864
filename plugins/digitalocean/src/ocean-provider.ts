import {
  goneSnapshot,
  PluginFailure,
  ServerWork,
  type CallOptions,
  type CreateServer,
  type DiskSnapshot,
  type PluginContext,
  type PowerAction,
  type ProviderCatalog,
  type ServerPage,
  type ServerProvider,
  type ServerSnapshot,
  type ServerSpec,
} from '@hostwright/sdk';
import type { Droplet } from './answers.js';
import { Creation } from './creation.js';
import { OceanClient } from './ocean-client.js';
import { toDiskSnapshot, toImage, toListed, toLocation, toPlan, toSnapshot } from './ocean-mapping.js';
import { oceanWork } from './ocean-work.js';
import { Passwords } from './passwords.js';
import type { OceanConfig } from './settings.js';
import { sizeFor } from './sizes.js';
import type { Step } from './steps.js';
import { otherPlanTags, planTag, serviceOf, serviceTag, SUSPENDED } from './tags.js';

/** One droplet for each service, found again by its tag. Whatever takes several steps is gone on with at every look. */
export class OceanProvider implements ServerProvider {
  private readonly client: OceanClient;
  private readonly passwords: Passwords;
  private readonly creation: Creation;
  private readonly work: ServerWork<Droplet, Step>;

  constructor(private readonly context: PluginContext<OceanConfig>) {
    this.client = new OceanClient(context);
    this.passwords = new Passwords(context);
    this.creation = new Creation(context, this.client, this.passwords);
    this.work = new ServerWork(context, oceanWork(this.client, this.passwords));
  }

  async catalog(): Promise<ProviderCatalog> {
    const sizes = await this.client.sizes();
    const images = await this.client.images();
    const regions = await this.client.regions();
    return {
      plans: sizes.filter(({ hasGpu }) => !hasGpu).map(toPlan),
      images: images.filter(({ slug }) => slug !== undefined).map(toImage),
      locations: regions.map(toLocation),
    };
  }

  /** A droplet that failed while it was made is removed first: a failed one serves nobody, and two would cost twice. */
  async create(request: CreateServer, call: CallOptions): Promise<ServerSnapshot> {
    const existing = await this.find(request.serviceId);
    if (existing && existing.state !== 'failed') return existing;
    if (existing) await this.terminate(existing.externalId, call);
    return this.creation.order(request, call);
  }

  async fetch(externalId: string): Promise<ServerSnapshot> {
    const droplet = await this.client.droplet(externalId);
    return droplet ? this.settled(droplet) : goneSnapshot(externalId);
  }

  /** Whoever looks for a droplet by its service may not have heard its password. */
  async find(serviceId: string): Promise<ServerSnapshot | undefined> {
    const [droplet] = await this.client.dropletsWith(serviceTag(serviceId));
    if (!droplet) return undefined;
    const password = await this.passwords.recall(serviceId);
    const server = await this.settled(droplet);
    return password === undefined ? server : { ...server, credentials: { username: 'root', password } };
  }

  async list(cursor = '1'): Promise<ServerPage> {
    const page = Math.max(1, Number.parseInt(cursor, 10) || 1);
    const { items, isLast } = await this.client.dropletsAt(page);
    return { servers: items.map(toListed), ...(!isLast && { next: String(page + 1) }) };
  }

  /** DigitalOcean knows no suspension: the droplet is off, and says in a tag that it must stay so. The reason is the shop's. */
  suspend(externalId: string, _reason: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, () => [{ do: 'tie', tag: SUSPENDED }, { do: 'shut-down' }]);
  }

  unsuspend(externalId: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, ({ tags }) =>
      tags.includes(SUSPENDED) ? [{ do: 'untie', tag: SUSPENDED }, { do: 'power-on' }] : [],
    );
  }

  /** Its snapshots and its tag go with it: they would cost money, or clutter the account, and serve nobody. */
  async terminate(externalId: string, { signal }: CallOptions): Promise<void> {
    const droplet = await this.client.droplet(externalId);
    if (droplet) {
      for (const { id } of await this.client.copiesOf(externalId)) await this.client.deleteCopy(id, signal);
      await this.client.deleteDroplet(externalId, signal);
    }
    await this.work.forget(externalId);
    const serviceId = droplet && serviceOf(droplet);
    if (serviceId === undefined) return;
    await this.client.deleteTag(serviceTag(serviceId), signal);
    await this.creation.forget(serviceId);
    await this.passwords.forget(serviceId);
  }

  power(externalId: string, action: PowerAction, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, ({ status }) => [
      { do: action === 'restart' && status !== 'active' ? 'power-on' : SWITCHES[action] },
    ]);
  }

  /** Everything that can be wrong is looked at first: a droplet that cannot grow is not switched off to find out. */
  async resize(externalId: string, spec: Pick<ServerSpec, 'plan' | 'addons'>, call: CallOptions): Promise<ServerSnapshot> {
    const { upgradeDisk = false } = this.context.config;
    const droplet = await this.present(externalId);
    const wanted = { ...spec, location: droplet.region, leastDiskGb: droplet.diskGb };
    const size = sizeFor(await this.client.sizes(), wanted);
    if (size.diskGb < droplet.diskGb) {
      throw PluginFailure.final(`The droplet has a disk of ${droplet.diskGb} GB and cannot become ${size.slug}`, {
        code: 'disk-too-small',
        publicMessage: 'This server cannot become this size: its disk is larger.',
      });
    }
    const tag = planTag(spec.plan, size.slug);
    const change: readonly Step[] = [
      { do: 'resize', size: size.slug, disk: upgradeDisk },
      ...otherPlanTags(droplet, tag).map(other => ({ do: 'untie', tag: other }) as const),
      ...(tag === undefined ? [] : [{ do: 'tie', tag } as const]),
    ];
    if (droplet.status === 'off') return this.work.carryOut(droplet, { call, steps: change });
    const steps: readonly Step[] = [{ do: 'shut-down' }, ...change, { do: 'power-on' }];
    return this.work.carryOut(droplet, { call, steps, rescue: [{ do: 'power-on' }] });
  }

  /** The droplet is set up once more with what it was made with, so it has its first password again. */
  reinstall(externalId: string, image: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, () => [{ do: 'rebuild', image, givesPassword: true }, { do: 'power-on' }]);
  }

  /** The reverse name of its address follows the name by itself. */
  rename(externalId: string, hostname: string, call: CallOptions): Promise<ServerSnapshot> {
    return this.carryOut(externalId, call, () => [{ do: 'rename', name: hostname }]);
  }

  async listSnapshots(externalId: string): Promise<readonly DiskSnapshot[]> {
    return (await this.client.copiesOf((await this.present(externalId)).id)).map(toDiskSnapshot);
  }

  async createSnapshot(externalId: string, name: string, call: CallOptions): Promise<ServerSnapshot> {
    const droplet = await this.present(externalId);
    const isThere = (await this.client.copiesOf(externalId)).some(copy => copy.name === name);
    return isThere ? this.settled(droplet) : this.work.carryOut(droplet, { call, steps: [{ do: 'snapshot', name }] });
  }

  async restoreSnapshot(externalId: string, snapshotId: string, call: CallOptions): Promise<ServerSnapshot> {
    const droplet = await this.present(externalId);
    // An id alone opens nobody's disk to somebody else.
    if (!(await this.client.copiesOf(externalId)).some(({ id }) => id === snapshotId)) {
      throw PluginFailure.final('The droplet has no such snapshot', {
        code: 'no-such-snapshot',
        publicMessage: 'This snapshot does not exist any more.',
      });
    }
    const steps: readonly Step[] = [{ do: 'rebuild', image: snapshotId, givesPassword: false }, { do: 'power-on' }];
    return this.work.carryOut(droplet, { call, steps });
  }

  async deleteSnapshot(externalId: string, snapshotId: string, { signal }: CallOptions): Promise<ServerSnapshot> {
    const droplet = await this.present(externalId);
    const isThere = (await this.client.copiesOf(externalId)).some(({ id }) => id === snapshotId);
    if (isThere) await this.client.deleteCopy(snapshotId, signal);
    return this.settled(droplet);
  }

  private async carryOut(
    externalId: string,
    call: CallOptions,
    stepsFor: (droplet: Droplet) => readonly Step[],
  ): Promise<ServerSnapshot> {
    const droplet = await this.present(externalId);
    return this.work.carryOut(droplet, { call, steps: stepsFor(droplet) });
  }

  private async present(externalId: string): Promise<Droplet> {
    const droplet = await this.client.droplet(externalId);
    if (!droplet) throw PluginFailure.final('DigitalOcean has no such droplet', { code: 'no-such-server' });
    return droplet;
  }

  /** The droplet with everything done that can be done now: under way, being born, or on although it is suspended. */
  private async settled(droplet: Droplet): Promise<ServerSnapshot> {
    const answer = (await this.work.goOn(droplet)) ?? (await this.creation.goOn(droplet));
    if (answer) return answer;
    if (!droplet.tags.includes(SUSPENDED) || droplet.status !== 'active' || droplet.locked) return toSnapshot(droplet);
    const call = { idempotencyKey: `suspended/${this.context.clock.now().toISOString()}` };
    return this.work.carryOut(droplet, { call, steps: [{ do: 'cut-power' }] });
  }
}

const SWITCHES = {
  start: 'power-on',
  stop: 'shut-down',
  restart: 'reboot',
  'force-stop': 'cut-power',
} as const satisfies Record<PowerAction, Step['do']>;
