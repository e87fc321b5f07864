import type { BoundedFetch, KeyValueStore } from '../context.js';

/**
 * A process of the shop that is killed at one of its moments: before a request, when the answer has come, or before it
 * writes something down. From then on nothing of it happens any more, not even what it does at its very end.
 */
export class MortalProcess {
  private left: number;
  private die: (word: 'killed') => void = () => undefined;
  private readonly death = new Promise<'killed'>(resolve => {
    this.die = resolve;
  });

  constructor(moments = Infinity) {
    this.left = moments;
  }

  /** What the process makes of its work, unless it is killed first. */
  live<T>(work: Promise<T>): Promise<T | 'killed'> {
    return Promise.race([work, this.death]);
  }

  /** One request to the world outside, for a process that makes it in a way of its own. */
  async request<T>(send: () => Promise<T>): Promise<T> {
    await this.moment();
    const answer = await send();
    await this.moment();
    return answer;
  }

  fetch(fetch: BoundedFetch = globalThis.fetch): BoundedFetch {
    return (input, init) => this.request(() => fetch(input, init));
  }

  storage(storage: KeyValueStore): KeyValueStore {
    return {
      get: async key => {
        await this.breath();
        return storage.get(key);
      },
      set: async (key, value, options) => {
        await this.moment();
        await storage.set(key, value, options);
      },
      add: async (key, value, options) => {
        await this.moment();
        return storage.add(key, value, options);
      },
      delete: async key => {
        await this.moment();
        await storage.delete(key);
      },
    };
  }

  private moment(): Promise<void> {
    this.left -= 1;
    return this.breath();
  }

  /** The dead wait for ever. */
  private async breath(): Promise<void> {
    if (this.left >= 0) return;
    this.die('killed');
    await new Promise<never>(() => undefined);
  }
}
