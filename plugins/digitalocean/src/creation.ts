import { PluginFailure, type CallOptions, type CreateServer, type PluginContext, type ServerSnapshot } from '@hostwright/sdk';
import type { Droplet } from './answers.js';
import type { NewDroplet, OceanClient } from './ocean-client.js';
import { toSnapshot } from './ocean-mapping.js';
import type { Passwords } from './passwords.js';
import type { OceanConfig } from './settings.js';
import { sizeFor } from './sizes.js';
import { keysOf } from './ssh-keys.js';
import { planTag, serviceOf, serviceTag } from './tags.js';
import { userDataFor } from './user-data.js';

/** A droplet that was asked for and is not known to be up yet. */
interface Newborn {
  readonly askedAt: string;
}

/** DigitalOcean refuses no second droplet; within this time after asking, one that cannot be found may still appear. */
const APPEARS_WITHIN_MS = 60_000;
const KEPT_MS = 24 * 3_600_000;

/** From the order of a droplet until it is up. */
export class Creation {
  constructor(
    private readonly context: PluginContext<OceanConfig>,
    private readonly client: OceanClient,
    private readonly passwords: Passwords,
  ) {}

  async order({ serviceId, spec }: CreateServer, { signal }: CallOptions): Promise<ServerSnapshot> {
    const { ipv6 = true, vpc } = this.context.config;
    if (spec.image === undefined) throw PluginFailure.final('DigitalOcean needs an image', { code: 'image-missing' });
    const size = sizeFor(await this.client.sizes(), spec);
    const keys = await keysOf(this.client, spec.sshKeys ?? [], signal);
    await this.claim(serviceId);
    const password =
      keys.length > 0 ? undefined : ((await this.passwords.recall(serviceId)) ?? (await this.passwords.make(serviceId)));
    const plan = planTag(spec.plan, size.slug);
    try {
      const body = {
        name: spec.hostname,
        size: size.slug,
        image: spec.image,
        ...(spec.location !== undefined && { region: spec.location }),
        ...(keys.length > 0 && { ssh_keys: keys }),
        ...userData(password, spec.userData),
        ipv6,
        ...(vpc && { vpc_uuid: vpc }),
        tags: [serviceTag(serviceId), ...(plan === undefined ? [] : [plan])],
      };
      return this.making(await this.client.createDroplet(body, signal), password);
    } catch (error) {
      // Certainly nothing was made, so nothing has to be waited for.
      if (error instanceof PluginFailure && error.kind !== 'unknown') await this.forget(serviceId);
      throw error;
    }
  }

  /** A droplet as it shows itself until it is up; `undefined` when it is a newborn no more. */
  async goOn(droplet: Droplet): Promise<ServerSnapshot | undefined> {
    const serviceId = serviceOf(droplet);
    if (serviceId === undefined || !(await this.context.storage.get<Newborn>(placeOf(serviceId)))) return undefined;
    const password = await this.passwords.recall(serviceId);
    if (droplet.status === 'new') {
      const isBroken = (await this.client.actionsOf(droplet.id)).some(
        ({ type, status }) => type === 'create' && status === 'errored',
      );
      return isBroken ? toSnapshot(droplet, { state: 'failed', error: 'create-failed' }) : this.making(droplet, password);
    }
    if (droplet.locked) return this.making(droplet, password);
    await this.context.storage.delete(placeOf(serviceId));
    return toSnapshot(droplet, { password });
  }

  async forget(serviceId: string): Promise<void> {
    await this.context.storage.delete(placeOf(serviceId));
  }

  private making(droplet: Droplet, password: string | undefined): ServerSnapshot {
    return toSnapshot(droplet, { state: 'creating', progress: { percent: 30, step: 'create-droplet' }, password });
  }

  /** Whoever writes first asks; somebody else, or we after a crash, only when a droplet would have appeared. */
  private async claim(serviceId: string): Promise<void> {
    const now = this.context.clock.now();
    const claim: Newborn = { askedAt: now.toISOString() };
    if (await this.context.storage.add(placeOf(serviceId), claim, { ttlMs: KEPT_MS })) return;
    const kept = await this.context.storage.get<Newborn>(placeOf(serviceId));
    const appearsBy = Date.parse(kept?.askedAt ?? '') + APPEARS_WITHIN_MS;
    if (now.getTime() < appearsBy) {
      throw PluginFailure.retryable('A droplet was asked for a moment ago and may still appear', {
        code: 'asked-before',
        retryAfterMs: appearsBy - now.getTime(),
      });
    }
    await this.context.storage.set(placeOf(serviceId), claim, { ttlMs: KEPT_MS });
  }
}

function userData(password: string | undefined, given: string | undefined): Pick<NewDroplet, 'user_data'> {
  const data = userDataFor(password, given);
  return data === undefined ? {} : { user_data: data };
}

const placeOf = (serviceId: string): string => `new/${serviceId}`;
