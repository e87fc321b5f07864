import { AsyncLocalStorage } from 'node:async_hooks';
import { Sequelize } from 'sequelize-typescript';

/** What Sequelize asks of a continuation-local store. */
class Continuation {
  private readonly storage = new AsyncLocalStorage<Map<string, unknown>>();

  run<T>(work: () => T): T {
    return this.storage.run(new Map(this.storage.getStore()), work);
  }

  get(key: string): unknown {
    return this.storage.getStore()?.get(key);
  }

  set(key: string, value: unknown): void {
    this.storage.getStore()?.set(key, value);
  }

  bind<T>(work: T): T {
    return work;
  }
}

/** A continuation of our own: `Sequelize.useCLS()` would capture every Sequelize in the process. */
export class TenantSequelize extends Sequelize {
  static readonly _cls = new Continuation();
}

export const continuation = TenantSequelize._cls;
