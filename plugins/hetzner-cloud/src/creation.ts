import { PluginFailure, type CallOptions, type CreateServer, type PluginContext, type ServerSnapshot } from '@hostwright/sdk';
import type { HetznerServer, HetznerType } from './answers.js';
import { toSnapshot } from './hetzner-mapping.js';
import type { Begun, HetznerClient, NewServer } from './hetzner-client.js';
import { LABEL, isLabelValue, labelValue } from './labels.js';
import { typesFor } from './plans.js';
import type { HetznerConfig } from './settings.js';
import { keyIds } from './ssh-keys.js';
import { userDataFor } from './user-data.js';

/**
 * A server that was ordered and is not known to run yet. `lost`: its answer, and with it the password of root, has not
 * arrived (yet); `told`: it has; `none`: the server was made with keys and has no password.
 */
interface Newborn {
  readonly password: 'lost' | 'told' | 'none';
}

/** A new system may take this long until it lets its password be set. */
const PASSWORD_WITHIN_MS = 10 * 60_000;
const KEPT_MS = 24 * 3_600_000;
/** Types that are tried when the cheapest is sold out. */
const MOST_TYPES = 3;

const MAKING: ReadonlySet<string> = new Set(['create_server', 'start_server']);

/** From the order of a server until it runs and its owner can get in. */
export class Creation {
  constructor(
    private readonly context: PluginContext<HetznerConfig>,
    private readonly client: HetznerClient,
  ) {}

  /** One POST at most makes a server: its name is the service's, and Hetzner takes a name once. */
  async order({ serviceId, spec }: CreateServer, { signal }: CallOptions): Promise<ServerSnapshot> {
    const { architecture = 'x86', ipv4 = true } = this.context.config;
    const labels = {
      [LABEL.service]: labelValue('service id', serviceId),
      [LABEL.hostname]: labelValue('host name', spec.hostname),
    };
    if (spec.image === undefined) throw PluginFailure.final('Hetzner needs an image', { code: 'image-missing' });
    const userData = userDataFor(spec.hostname, spec.userData);
    const types = typesFor(await this.client.types(), { ...spec, architecture });
    const keys = await keyIds(this.client, spec.sshKeys ?? [], signal);
    const image = isLabelValue(spec.image) ? { [LABEL.image]: spec.image } : {};
    const body = {
      name: nameOf(serviceId),
      image: spec.image,
      ...(spec.location !== undefined && { location: spec.location }),
      ...(keys.length > 0 && { ssh_keys: keys }),
      user_data: userData,
      labels: { ...labels, ...image, [LABEL.plan]: labelValue('plan', spec.plan) },
      public_net: { enable_ipv4: ipv4, enable_ipv6: true },
    };
    await this.remember(serviceId, { password: keys.length > 0 ? 'none' : 'lost' });
    try {
      const { server, action, password } = await this.post(body, types, signal);
      if (password !== undefined) await this.remember(serviceId, { password: 'told' });
      return toSnapshot(server, {
        state: 'creating',
        progress: { percent: action?.progress ?? 0, step: 'create-server' },
        password,
      });
    } catch (error) {
      return this.refused(serviceId, error);
    }
  }

  /** A server as it shows itself until it runs; `undefined` when it is a newborn no more. */
  async goOn(server: HetznerServer): Promise<ServerSnapshot | undefined> {
    const serviceId = server.labels[LABEL.service];
    const newborn = serviceId === undefined ? undefined : await this.context.storage.get<Newborn>(placeOf(serviceId));
    if (serviceId === undefined || !newborn) return undefined;
    if (server.status !== 'running') return this.making(server, serviceId);
    return newborn.password === 'lost' ? this.setPassword(server, serviceId) : this.isBorn(serviceId);
  }

  /** Whoever looks for a server by its service has not heard the answer to its order: the password has to be another. */
  async askedAgain(serviceId: string): Promise<void> {
    const newborn = await this.context.storage.get<Newborn>(placeOf(serviceId));
    if (newborn?.password === 'told') await this.remember(serviceId, { password: 'lost' });
  }

  async forget(serviceId: string): Promise<void> {
    await this.context.storage.delete(placeOf(serviceId));
  }

  private async post(
    body: Omit<NewServer, 'server_type'>,
    types: readonly HetznerType[],
    signal: AbortSignal,
  ): Promise<Begun & { readonly server: HetznerServer }> {
    const [type, ...others] = types;
    if (!type) throw PluginFailure.final('No server type is left to try', { code: 'no-such-size' });
    const labels = { ...body.labels, [LABEL.type]: type.name };
    try {
      return await this.client.createServer({ ...body, labels, server_type: type.name }, signal);
    } catch (error) {
      const isSoldOut = error instanceof PluginFailure && error.code === 'resource-unavailable';
      if (!isSoldOut || others.length === 0) throw error;
      return this.post(body, others.slice(0, MOST_TYPES - 1), signal);
    }
  }

  private async refused(serviceId: string, error: unknown): Promise<ServerSnapshot> {
    if (!(error instanceof PluginFailure) || error.kind === 'unknown') throw error;
    // The name is taken: by the server of this very service, which another attempt has made.
    const [made] = error.code === 'uniqueness-error' ? await this.client.serversOf(serviceId) : [];
    if (made) return (await this.goOn(made)) ?? toSnapshot(made);
    await this.forget(serviceId);
    throw error;
  }

  private async making(server: HetznerServer, serviceId: string): Promise<ServerSnapshot | undefined> {
    const actions = (await this.client.actionsOf(server.id)).filter(({ command }) => MAKING.has(command));
    const broken = actions.find(({ status }) => status === 'error');
    if (broken) return toSnapshot(server, { state: 'failed', error: broken.errorCode ?? 'action-failed' });
    const running = actions.find(({ status }) => status === 'running');
    const hasStarted = actions.some(({ command, status }) => command === 'start_server' && status === 'success');
    if (server.status === 'off' && hasStarted && !running) return this.isBorn(serviceId);
    const step = (running?.command ?? 'create_server').replaceAll('_', '-');
    return toSnapshot(server, { state: 'creating', progress: { percent: running?.progress ?? 0, step } });
  }

  /** The password went with the answer that was lost; the system is given another, as soon as it can take one. */
  private async setPassword(server: HetznerServer, serviceId: string): Promise<ServerSnapshot | undefined> {
    const progress = { percent: 95, step: 'set-password' };
    try {
      const { password } = await this.client.act(server.id, 'reset_password');
      await this.remember(serviceId, { password: 'told' });
      return toSnapshot(server, { state: 'creating', progress, password });
    } catch (error) {
      const isRefusal = error instanceof PluginFailure && (error.kind === 'final' || error.code === 'locked');
      if (!isRefusal) throw error;
      const age = this.context.clock.now().getTime() - server.created.getTime();
      return age < PASSWORD_WITHIN_MS ? toSnapshot(server, { state: 'creating', progress }) : this.isBorn(serviceId);
    }
  }

  private async isBorn(serviceId: string): Promise<undefined> {
    await this.forget(serviceId);
    return undefined;
  }

  private async remember(serviceId: string, newborn: Newborn): Promise<void> {
    await this.context.storage.set(placeOf(serviceId), newborn, { ttlMs: KEPT_MS });
  }
}

/** A host name (RFC 1123) that no other service has. */
export const nameOf = (serviceId: string): string => `svc-${serviceId.toLowerCase().replace(/[^a-z0-9-]/g, '-')}`;

const placeOf = (serviceId: string): string => `new/${serviceId}`;
