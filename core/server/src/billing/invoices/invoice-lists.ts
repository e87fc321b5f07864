import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { decodeCursor, pageOf } from '../../platform/http/index.js';
import type { InvoiceRow } from './invoice-row.js';

export interface InvoiceSearch {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly customerId?: string | undefined;
  readonly state?: string | undefined;
  /** The beginning of a number. */
  readonly search?: string | undefined;
}

/** Pages of invoices, newest first. */
@Injectable()
export class InvoiceLists {
  constructor(private readonly db: TenantDb) {}

  async page(search: InvoiceSearch): Promise<{ rows: readonly InvoiceRow[]; next: string | null }> {
    const after = decodeCursor(search.cursor);
    const prefix = search.search ? search.search.toUpperCase() : null;
    const rows = await this.db.query<InvoiceRow>(
      `select * from invoices
       where tenant_id = $1
         and ($2::timestamptz is null or (issued_at, id) < ($2::timestamptz, $3::uuid))
         and ($4::uuid is null or customer_id = $4)
         and ($5::text is null or state = $5)
         and ($6::text is null or (number >= $6 and number < $7))
       order by issued_at desc, id desc limit $8`,
      [
        this.db.tenantId,
        after?.createdAt,
        after?.id,
        search.customerId,
        search.state,
        prefix,
        prefix && `${prefix}\u{10ffff}`,
        search.limit + 1,
      ],
    );
    const page = pageOf(
      rows.map(row => ({ ...row, createdAt: row.issuedAt })),
      search.limit,
    );
    return { rows: page.rows, next: page.next };
  }
}
