import { randomUUID } from 'node:crypto';
import type { CallOptions, KeyValueStore } from '../../context.js';
import type { Plugin } from '../../define-plugin.js';
import type { ServerProvider, ServerSnapshot, ServerSpec } from '../../kinds/server-provider.js';
import { aCall, fakeContext, type FakeContext, type TestClock } from '../fake-context.js';
import { memoryStorage } from '../memory-storage.js';
import { MortalProcess } from '../mortal-process.js';

/** A plugin, the settings with which its fake vendor is reached, and what a test needs of both. */
export interface ShopOptions<Config> {
  readonly plugin: Plugin<'server-provider', Config>;
  readonly config: Config;
  readonly secrets: Readonly<Record<string, string>>;
  readonly clock: TestClock;
  readonly spec: ServerSpec;
  /** Work in progress at the vendor is over, or one step of it. */
  readonly finishWork: () => void;
}

/** One process of a shop, and its life. */
export interface ShopProcess<Config> {
  readonly provider: ServerProvider;
  readonly context: FakeContext<Config>;
  readonly mortal: MortalProcess;
}

type IsDone = (server: ServerSnapshot) => boolean | Promise<boolean>;

const MOST_LOOKS = 20;
/** Whoever was killed while it had something in hand is not waited for longer. */
const LET_GO_MS = 61_000;

/** A shop with one installation: whatever happens to its processes, its memory and the vendor stay. */
export class ServerShop<Config> {
  readonly clock: TestClock;
  readonly spec: ServerSpec;
  private readonly storage: KeyValueStore;
  private calls = 0;

  constructor(private readonly options: ShopOptions<Config>) {
    this.clock = options.clock;
    this.spec = options.spec;
    this.storage = memoryStorage(options.clock);
  }

  /** A fresh process, which is killed at one of its moments where they are counted. */
  process(moments?: number, secrets = this.options.secrets): ShopProcess<Config> {
    const mortal = new MortalProcess(moments);
    const { config, clock, plugin } = this.options;
    const storage = mortal.storage(this.storage);
    const context = fakeContext<Config>({ config, secrets, clock, storage, fetch: mortal.fetch() });
    return { provider: plugin.create(context), context, mortal };
  }

  get provider(): ServerProvider {
    return this.process().provider;
  }

  call(): CallOptions {
    this.calls += 1;
    return aCall(`call-${this.calls}`);
  }

  create(words: Partial<ServerSpec> = {}, serviceId: string = randomUUID()): Promise<ServerSnapshot> {
    return this.provider.create({ serviceId, spec: { ...this.spec, ...words } }, this.call());
  }

  /** A server that runs. */
  async server(words: Partial<ServerSpec> = {}): Promise<ServerSnapshot> {
    return this.settled((await this.create(words)).externalId);
  }

  /** Looks until nothing is under way, as the core does, and has the newest password that was told meanwhile. */
  async settled(externalId: string): Promise<ServerSnapshot> {
    let password: string | undefined;
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      this.options.finishWork();
      const server = await this.provider.fetch(externalId);
      password = server.credentials?.password ?? password;
      if (server.state !== 'creating' && server.state !== 'changing') return withPassword(server, password);
    }
    throw new Error(`${externalId} does not come to rest`);
  }

  /**
   * Makes one change of one new server after another, by processes that are killed at their first moment, their second, and
   * so on until one lives. Processes that look are killed too; the change is asked again only when nothing comes of it.
   */
  async survivorsOf(
    change: (provider: ServerProvider, externalId: string, call: CallOptions) => Promise<unknown>,
    isDone: IsDone,
  ): Promise<readonly ServerSnapshot[]> {
    return this.untilOneLives(async moments => {
      const { externalId } = await this.server();
      const call = this.call();
      const { provider, mortal } = this.process(moments);
      const end = await mortal.live(change(provider, externalId, call));
      const seen = await this.lookedAtByTheDying(externalId, moments);
      if (await isDone(seen)) return { end, server: seen };
      await change(this.provider, externalId, call);
      return { end, server: await this.settled(externalId) };
    });
  }

  /** Orders one server after another in the same way; a new process finds each, or orders it again. */
  async newbornSurvivors(): Promise<readonly (ServerSnapshot & { readonly serviceId: string })[]> {
    return this.untilOneLives(async moments => {
      const serviceId = randomUUID();
      const { provider, mortal } = this.process(moments);
      const end = await mortal.live(provider.create({ serviceId, spec: this.spec }, this.call()));
      this.clock.pass(LET_GO_MS);
      const { externalId } = (await this.provider.find(serviceId)) ?? (await this.create({}, serviceId));
      return { end, server: { ...(await this.settled(externalId)), serviceId } };
    });
  }

  private async untilOneLives<Server>(
    story: (moments: number) => Promise<{ readonly end: unknown; readonly server: Server }>,
  ): Promise<readonly Server[]> {
    const servers: Server[] = [];
    for (let moments = 0; ; moments += 1) {
      const { end, server } = await story(moments);
      servers.push(server);
      if (end !== 'killed') return servers;
    }
  }

  private async lookedAtByTheDying(externalId: string, moments: number): Promise<ServerSnapshot> {
    for (let looks = 0; looks < 4; looks += 1) {
      this.options.finishWork();
      this.clock.pass(LET_GO_MS);
      const { provider, mortal } = this.process(1 + moments);
      await mortal.live(provider.fetch(externalId));
    }
    this.clock.pass(LET_GO_MS);
    return this.settled(externalId);
  }
}

/** What the core has heard while it looked. */
const withPassword = (server: ServerSnapshot, password: string | undefined): ServerSnapshot =>
  password === undefined ? server : { ...server, credentials: { username: 'root', ...server.credentials, password } };
