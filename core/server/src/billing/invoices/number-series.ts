import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';

export interface Numbered {
  readonly sequence: bigint;
  /** Of the document before it in the series. */
  readonly lastHash: string;
}

/** Numbers without gaps: the counter's row stays locked until the commit, and a rollback gives the number back. */
@Injectable()
export class NumberSeries {
  constructor(private readonly db: TenantDb) {}

  async take(series: string): Promise<Numbered> {
    const row = await this.db.one<Numbered>(
      `insert into number_series (tenant_id, series, next) values ($1, $2, 2)
       on conflict (tenant_id, series) do update set next = number_series.next + 1
       returning next - 1 as sequence, last_hash`,
      [this.db.tenantId, series],
    );
    return row!;
  }

  /** Ends the chain with a document that has just been numbered. */
  async chain(series: string, hash: string): Promise<void> {
    await this.db.execute('update number_series set last_hash = $3 where tenant_id = $1 and series = $2', [
      this.db.tenantId,
      series,
      hash,
    ]);
  }
}
