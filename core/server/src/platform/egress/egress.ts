import { lookup as resolve, type LookupAddress } from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { CONFIG, type Config } from '../config/index.js';
import { isPublicAddress, literalAddress } from './addresses.js';
import { connectorWith } from './connector.js';
import { hostAndPort } from './hosts.js';
import type { CheckedTls } from './tls-identity.js';

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
const ENCRYPTED = ['https:', 'wss:'];

/** Which addresses a connection may lead to. */
type Reach = 'public' | 'anywhere';

/** What carries requests to an address. */
export interface Carrier {
  /** Throws where none may. */
  agentFor(url: URL): Agent;
}

/**
 * The ways out of this process. The address that was checked is the address that is connected to: a name that answers
 * differently the second time gains nothing. Private addresses open only for `host:port` that the operator named.
 */
@Injectable()
export class Egress implements Carrier, OnApplicationShutdown {
  private readonly agents = new Set<Agent>();
  private readonly lookups: Readonly<Record<Reach, LookupFunction | undefined>>;
  private readonly carrier: TlsCarrier;
  private readonly privateHosts: ReadonlySet<string>;

  constructor(@Inject(CONFIG) config: Pick<Config, 'allowedPrivateHosts'>, resolver: Resolver = systemResolver) {
    this.privateHosts = new Set(config.allowedPrivateHosts);
    this.lookups = { public: publicLookup(resolver), anywhere: undefined };
    this.carrier = new TlsCarrier(this, undefined);
  }

  agentFor(url: URL): Agent {
    return this.carrier.agentFor(url);
  }

  /** Carries requests under an identity, to encrypted addresses only. Close it with whoever it belongs to. */
  carrierWith(tls: CheckedTls): TlsCarrier {
    return new TlsCarrier(this, tls);
  }

  /** A connection to an address, checked like every other, for protocols that begin as a request and go on as something else. */
  async connect(url: URL, tls: CheckedTls | undefined): Promise<Socket> {
    const { protocol, hostname, port, host } = url;
    const connector = connectorWith(this.lookups[this.reachOf(url)], tls);
    const secure = ENCRYPTED.includes(protocol);
    const bare = hostname.replace(/^\[|\]$/g, '');
    return new Promise((resolve, reject) =>
      connector({ hostname: bare, host, protocol: secure ? 'https:' : 'http:', port }, (error, socket) =>
        socket ? resolve(socket) : reject(error as Error),
      ),
    );
  }

  makeAgent(reach: Reach, tls: CheckedTls | undefined): Agent {
    const agent = new Agent({ ...LIMITS, connect: connectorWith(this.lookups[reach], tls) });
    this.agents.add(agent);
    return agent;
  }

  /** What it carries at the moment arrives; its connections close behind it. */
  retire(agent: Agent): void {
    void agent.close().finally(() => this.agents.delete(agent));
  }

  reachOf(url: URL): Reach {
    if (this.privateHosts.has(hostAndPort(url))) return 'anywhere';
    if (!ENCRYPTED.includes(url.protocol)) throw new AddressRefused(`${url.origin}, which is not encrypted,`);
    const literal = literalAddress(url);
    if (literal !== undefined && !isPublicAddress(literal)) throw new AddressRefused(url.hostname);
    return 'public';
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.agents].map(agent => agent.destroy()));
  }
}

/** Agents of one identity, or of none; each is made when it is first needed. */
export class TlsCarrier implements Carrier {
  private readonly agents = new Map<Reach, Agent>();

  constructor(
    private readonly egress: Egress,
    private readonly tls: CheckedTls | undefined,
  ) {}

  agentFor(url: URL): Agent {
    if (this.tls && !ENCRYPTED.includes(url.protocol)) throw new AddressRefused(`${url.origin}, which is not encrypted,`);
    const reach = this.egress.reachOf(url);
    const known = this.agents.get(reach);
    if (known) return known;
    const agent = this.egress.makeAgent(reach, this.tls);
    this.agents.set(reach, agent);
    return agent;
  }

  close(): void {
    for (const agent of this.agents.values()) this.egress.retire(agent);
    this.agents.clear();
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
