import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyServerOptions } from 'fastify';

interface Hooked {
  addHook: (name: string, hook: unknown) => unknown;
}

/**
 * Nest's adapter, but for two things. It does not wait until an answer has left: nothing comes after it, and the wait costs
 * as much as the routing. And it hangs nothing of its own on every request: the features that its hooks serve (middleware,
 * versions, its own CORS and headers) are not used here, and the gate stands in their place.
 */
export class HttpAdapter extends FastifyAdapter {
  private static readonly unused: readonly string[] = ['onRequest', 'onResponse'];
  declare private addHook: Hooked['addHook'];

  constructor(options: FastifyServerOptions & { readonly skipMiddie: boolean }) {
    super(options);
    this.getInstance<Hooked>().addHook = this.addHook;
  }

  /** The constructor of the adapter calls this before it adds its hooks. */
  override setInstance<Instance>(instance: Instance): void {
    super.setInstance(instance);
    const fastify = instance as unknown as Hooked;
    const addHook = fastify.addHook.bind(fastify);
    this.addHook = fastify.addHook;
    fastify.addHook = (name, hook) => (HttpAdapter.unused.includes(name) ? fastify : addHook(name, hook));
  }

  override reply(...[response, body, status]: Parameters<FastifyAdapter['reply']>): never {
    super.reply(response, body, status);
    return undefined as never;
  }
}
