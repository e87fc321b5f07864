import { Injectable } from '@nestjs/common';

type Count = (tenantId: string) => Promise<ReadonlyMap<string, number>>;

/** How many live services each plan has. Whoever keeps services answers; the catalogue only asks. */
@Injectable()
export class SoldPlans {
  private counter: Count = () => Promise.resolve(new Map());

  answeredBy(counter: Count): void {
    this.counter = counter;
  }

  count(tenantId: string): Promise<ReadonlyMap<string, number>> {
    return this.counter(tenantId);
  }
}
