import type { BoundedFetch, Clock, KeyValueStore } from '../../context.js';
import type { Plugin, PluginKind, PluginKinds } from '../../define-plugin.js';
import type { PluginManifest } from '../../manifest.js';
import { fakeContext, TestClock, type FakeContext, type LogEntry } from '../fake-context.js';
import { LeakWatch } from '../leak-watch.js';
import { memoryStorage } from '../memory-storage.js';
import { Line } from './line.js';

/** What every bench has: settings with which the provider on it can be reached. */
export interface Bench<Config> {
  readonly config: Config;
  readonly secrets: Readonly<Record<string, string>>;
  readonly fetch?: BoundedFetch;
  /** The provider's own clock, where it has one that a test can move. */
  readonly clock?: Clock;
  /** The plugin's own memory, where the bench must look into it. */
  readonly storage?: KeyValueStore;
  close?(): Promise<void>;
}

/** One working object of the plugin, on a line of its own. */
export interface PluginCopy<Kind extends PluginKind> {
  readonly built: PluginKinds[Kind];
  readonly context: FakeContext<unknown>;
  readonly line: Line;
}

export interface CopyOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

/** A plugin and its provider, set up for one contract. */
export class PluginStage<Kind extends PluginKind, ItsBench extends Bench<unknown>> {
  readonly watch = new LeakWatch();
  readonly clock: Clock;
  private readonly storage: KeyValueStore;
  private readonly contexts: FakeContext<unknown>[] = [];
  private first: PluginCopy<Kind> | undefined;

  constructor(
    readonly plugin: Plugin<Kind>,
    readonly manifest: PluginManifest,
    readonly bench: ItsBench,
  ) {
    this.clock = bench.clock ?? new TestClock();
    this.storage = bench.storage ?? memoryStorage(this.clock);
  }

  /** The copy that most rules talk to. */
  get main(): PluginCopy<Kind> {
    this.first ??= this.copy();
    return this.first;
  }

  get logs(): readonly LogEntry[] {
    return this.contexts.flatMap(context => context.logs);
  }

  has(capability: string): boolean {
    return (this.manifest.capabilities ?? []).includes(capability);
  }

  /** The plugin once more, as after a restart: a new object, a new line, the same storage. */
  copy(options: CopyOptions = {}): PluginCopy<Kind> {
    const line = new Line(this.bench.fetch ?? ((input, init) => globalThis.fetch(input, init)));
    const context = fakeContext<unknown>({
      config: this.bench.config,
      secrets: options.secrets ?? this.bench.secrets,
      clock: options.clock ?? this.clock,
      storage: this.storage,
      fetch: line.fetch,
    });
    this.contexts.push(context);
    return { built: this.plugin.create(context), context, line };
  }

  async close(): Promise<void> {
    await this.bench.close?.();
  }
}
