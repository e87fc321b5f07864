import { Injectable } from '@nestjs/common';
import type { LineJson } from '../quotes/index.js';

/** What was agreed on about a service after it was ordered. */
export interface Agreement {
  /** What every period costs, line by line; undefined where it costs what was ordered. */
  linesOf(serviceId: string): Promise<readonly LineJson[] | undefined>;
  /** Another price is on its way: the next period is not billed before it has come, or has not. */
  isChanging(serviceId: string): Promise<boolean>;
}

/** Whoever changes services answers; renewals only ask. Methods run inside `TenantDb.run`. */
@Injectable()
export class AgreedPrices implements Agreement {
  private agreement: Agreement | undefined;

  answeredBy(agreement: Agreement): void {
    this.agreement = agreement;
  }

  async linesOf(serviceId: string): Promise<readonly LineJson[] | undefined> {
    return this.agreement?.linesOf(serviceId);
  }

  async isChanging(serviceId: string): Promise<boolean> {
    return (await this.agreement?.isChanging(serviceId)) ?? false;
  }
}
