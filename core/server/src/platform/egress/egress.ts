import { lookup as resolve, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { CONFIG, type Config } from '../config/index.js';
import { isPublicAddress, literalAddress } from './addresses.js';
import { hostAndPort } from './hosts.js';

/** The name leads to an address that is not public. Thrown before anything is sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';

  constructor(host: string) {
    super(`${host} is not at a public address`);
  }
}

type Resolver = (host: string, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

const systemResolver: Resolver = (host, callback) => resolve(host, { all: true, verbatim: true }, callback);

const LIMITS = {
  allowH2: false,
  connections: 32,
  pipelining: 1,
  keepAliveTimeout: 10_000,
  headersTimeout: 120_000,
  bodyTimeout: 120_000,
} as const;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The ways out of this process. The address that was checked is the address that is connected to: a name that answers
 * differently the second time gains nothing. Private addresses open only for `host:port` that the operator named.
 */
@Injectable()
export class Egress implements OnApplicationShutdown {
  private readonly publicOnly: Agent;
  private readonly anywhere = new Agent({ ...LIMITS, connect: { timeout: CONNECT_TIMEOUT_MS } });
  private readonly privateHosts: ReadonlySet<string>;

  constructor(@Inject(CONFIG) config: Pick<Config, 'allowedPrivateHosts'>, resolver: Resolver = systemResolver) {
    this.privateHosts = new Set(config.allowedPrivateHosts);
    this.publicOnly = new Agent({ ...LIMITS, connect: { timeout: CONNECT_TIMEOUT_MS, lookup: publicLookup(resolver) } });
  }

  /** The agent that may carry a request to this address; throws where none may. */
  agentFor(url: URL): Agent {
    if (this.mayBePrivate(url)) return this.anywhere;
    if (url.protocol !== 'https:') throw new AddressRefused(`${url.origin}, which is not encrypted,`);
    const literal = literalAddress(url);
    if (literal !== undefined && !isPublicAddress(literal)) throw new AddressRefused(url.hostname);
    return this.publicOnly;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.publicOnly.destroy(), this.anywhere.destroy()]);
  }

  private mayBePrivate(url: URL): boolean {
    return this.privateHosts.has(hostAndPort(url));
  }
}

/** Looks a name up and hands on its addresses only when every one of them is public. */
function publicLookup(resolver: Resolver): LookupFunction {
  return (host, options, callback) =>
    resolver(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? new AddressRefused(host), '', 0);
      if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(new AddressRefused(host), '', 0);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
}

@Global()
@Module({
  providers: [{ provide: Egress, inject: [CONFIG], useFactory: (config: Config) => new Egress(config) }],
  exports: [Egress],
})
export class EgressModule {}
