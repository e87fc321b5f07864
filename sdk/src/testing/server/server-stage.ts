import { randomUUID } from 'node:crypto';
import type { CallOptions } from '../../context.js';
import type { DiskSnapshot } from '../../kinds/server-extras.js';
import type { ServerProvider, ServerSnapshot, ServerSpec } from '../../kinds/server-provider.js';
import { aCall } from '../fake-context.js';
import { demand } from '../rules/demand.js';
import { PluginStage, type Bench, type PluginCopy } from '../rules/plugin-stage.js';
import type { StageRule } from '../rules/rule.js';

/** The provider's side of the table: what the suite needs to know of it and make it do. */
export interface ServerBench<Config> extends Bench<Config> {
  /** Something the provider sells. */
  readonly spec: ServerSpec;
  /** Another size of the same server; needed for `resize`. */
  readonly otherSize?: Pick<ServerSpec, 'plan' | 'addons'>;
  /** Another system; needed for `reinstall`. */
  readonly otherImage?: string;
  /** What a server is ordered with that asks people for work; `spec` unless told. For `hand-work`. */
  readonly handSpec?: ServerSpec;
  /** Makes a server that is for no service of ours, and answers its id; for `list`. */
  plantServer?(): string | Promise<string>;
  /** How many living servers the provider holds for a service. */
  servers?(serviceId: string): number | Promise<number>;
  /** The provider does the next thing it is asked, and its answer does not arrive; for plugins with sockets of their own. */
  loseNextAnswer?(): void;
  /** Work in progress is over. */
  finishWork?(): void | Promise<void>;
  /** From now on the provider describes this server with a word of tomorrow. */
  sayUnknownWord(externalId: string): void;
}

/** More steps than any work has. */
const MOST_LOOKS = 12;

export type ServerCopy = PluginCopy<'server-provider'>;
export type ServerRule = StageRule<ServerStage>;

/** A server provider and its cloud, and the small acts that its rules are made of. */
export class ServerStage extends PluginStage<'server-provider', ServerBench<unknown>> {
  private calls = 0;
  private shown: Promise<ServerSnapshot> | undefined;

  get provider(): ServerProvider {
    return this.main.built;
  }

  create(serviceId: string, { built } = this.main, operation = 1, spec = this.bench.spec): Promise<ServerSnapshot> {
    const call = aCall(`service-${serviceId}-create-${operation}`);
    return this.watch.hear(built.create({ serviceId, spec }, call));
  }

  fetch(externalId: string): Promise<ServerSnapshot> {
    return this.watch.hear(this.provider.fetch(externalId));
  }

  /** A server that is up, for a service of its own. */
  async aServer(serviceId: string = randomUUID()): Promise<ServerSnapshot> {
    return this.after(this.create(serviceId));
  }

  /** A server that is up and that nothing changes: to be looked at. */
  theServer(): Promise<ServerSnapshot> {
    this.shown ??= this.aServer();
    return this.shown;
  }

  /** What a change has become once the work is over. */
  async after(change: Promise<ServerSnapshot>): Promise<ServerSnapshot> {
    const { externalId } = await this.watch.hear(change);
    await this.bench.finishWork?.();
    return this.settled(externalId);
  }

  /** Work of several steps goes on when somebody looks: looks until nothing is under way, as the core does. */
  async settled(externalId: string): Promise<ServerSnapshot> {
    for (let looks = 1; ; looks += 1) {
      const server = await this.fetch(externalId);
      const isAtWork = server.state === 'creating' || server.state === 'changing';
      if (!isAtWork || !this.bench.finishWork || looks >= MOST_LOOKS) return server;
      await this.bench.finishWork();
    }
  }

  /** The server once the change is over; every change under a key of its own. */
  async changed(change: (call: CallOptions) => Promise<ServerSnapshot>): Promise<ServerSnapshot> {
    return this.after(change(this.newCall()));
  }

  newCall(): CallOptions {
    this.calls += 1;
    return aCall(`contract-${this.calls}`);
  }

  /** A snapshot of the server's disk that is ready to be used. */
  async aSnapshot(externalId: string, name = newName()): Promise<DiskSnapshot> {
    await this.changed(call => this.provider.createSnapshot!(externalId, name, call));
    const made = (await this.snapshots(externalId)).find(snapshot => snapshot.name === name);
    demand(made !== undefined, `the snapshot ${name} was made, and listSnapshots() does not tell of it`);
    return made;
  }

  snapshots(externalId: string): Promise<readonly DiskSnapshot[]> {
    return this.watch.hear(this.provider.listSnapshots!(externalId));
  }

  async demandOneServer(serviceId: string, when: string): Promise<void> {
    if (!this.bench.servers) return;
    const servers = await this.bench.servers(serviceId);
    demand(servers === 1, `${when}, the provider holds ${servers} servers for one service`);
  }
}

/** A name that any provider takes: a letter, then letters, digits and hyphens. */
export const newName = (): string => `s-${randomUUID().slice(0, 8)}`;

/** The addresses of a server in an order that does not depend on the provider. */
export const addressesOf = (server: Pick<ServerSnapshot, 'addresses'>): readonly string[] =>
  server.addresses.map(({ address }) => address).toSorted();
