import { randomUUID } from 'node:crypto';
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
  /** How many living servers the provider holds for a service. */
  servers?(serviceId: string): number | Promise<number>;
  /** The provider does the next thing it is asked, and its answer does not arrive; for plugins with sockets of their own. */
  loseNextAnswer?(): void;
  /** Work in progress is over. */
  finishWork?(): void | Promise<void>;
  /** From now on the provider describes this server with a word of tomorrow. */
  sayUnknownWord(externalId: string): void;
}

export type ServerCopy = PluginCopy<'server-provider'>;
export type ServerRule = StageRule<ServerStage>;

/** A server provider and its cloud, and the small acts that its rules are made of. */
export class ServerStage extends PluginStage<'server-provider', ServerBench<unknown>> {
  get provider(): ServerProvider {
    return this.main.built;
  }

  create(serviceId: string, { built } = this.main, operation = 1): Promise<ServerSnapshot> {
    const call = aCall(`service-${serviceId}-create-${operation}`);
    return this.watch.hear(built.create({ serviceId, spec: this.bench.spec }, call));
  }

  fetch(externalId: string): Promise<ServerSnapshot> {
    return this.watch.hear(this.provider.fetch(externalId));
  }

  /** A server that is up, for a service of its own. */
  async aServer(serviceId: string = randomUUID()): Promise<ServerSnapshot> {
    return this.after(this.create(serviceId));
  }

  /** What a change has become once the work is over. */
  async after(change: Promise<ServerSnapshot>): Promise<ServerSnapshot> {
    const { externalId } = await this.watch.hear(change);
    await this.bench.finishWork?.();
    return this.fetch(externalId);
  }

  async demandOneServer(serviceId: string, when: string): Promise<void> {
    if (!this.bench.servers) return;
    const servers = await this.bench.servers(serviceId);
    demand(servers === 1, `${when}, the provider holds ${servers} servers for one service`);
  }
}
