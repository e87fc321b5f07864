import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { Tenants } from '../tenancy/index.js';
import { HTTP_LOG } from './http-log.js';
import { Idempotency } from './idempotency.js';

const EVERY_MS = 3_600_000;
/** Clients repeat a request for minutes; a day is what the API promises. */
const KEPT_MS = 24 * 3_600_000;

/** Throws answers away that nobody will ask for again. Any node may do it; twice does no harm. */
@Injectable()
export class IdempotencyCleaner implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly idempotency: Idempotency,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(HTTP_LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runJobs) return;
    this.timer = setInterval(() => {
      // Nobody waits for this: the next round tries again.
      this.clean().catch((error: unknown) => this.log.warn({ err: error }, 'Kept answers were not cleaned'));
    }, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Tells how many answers went. */
  async clean(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    let gone = 0;
    for (const tenant of await this.tenants.list()) gone += await this.idempotency.forgetBefore(tenant.id, before);
    return gone;
  }
}
