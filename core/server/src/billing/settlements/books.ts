import { Injectable } from '@nestjs/common';
import { money, type SettledPayment } from '@hostwright/sdk';
import { isUuid, TenantDb } from '../../platform/database/index.js';
import type { BookedPayment } from './comparison.js';

interface Row {
  readonly id: string;
  readonly reference: string | null;
  readonly state: string;
  readonly bookedMinor: bigint | null;
  readonly bookedCurrency: string | null;
  readonly feeMinor: bigint | null;
  readonly feeCurrency: string | null;
}

/** What counts is the ledger's posting: a payment that was never booked was never received. */
const BOOKED = `select p.id, p.reference, p.state, l.amount_minor as booked_minor, l.currency as booked_currency, p.fee_minor, p.fee_currency
  from payments p left join ledger_postings l on l.tenant_id = p.tenant_id and l.idempotency_key = 'payment:' || p.id || '#0'`;

/** What the shop's books hold of payments through one installation. Methods run inside `TenantDb.run`. */
@Injectable()
export class Books {
  constructor(private readonly db: TenantDb) {}

  /** The payment that the provider means: by its own name for it, or by ours. */
  async find(installationId: string, { reference, paymentId }: SettledPayment): Promise<BookedPayment | undefined> {
    const named = await this.one('p.installation_id = $2 and p.reference = $3', [installationId, reference]);
    if (named || paymentId === undefined || !isUuid(paymentId)) return named;
    return this.one('p.installation_id = $2 and p.id = $3', [installationId, paymentId]);
  }

  /** Received in this time, whatever the provider says. */
  async received(installationId: string, from: Date, until: Date): Promise<BookedPayment[]> {
    const rows = await this.db.query<Row>(
      `${BOOKED} where p.tenant_id = $1 and p.installation_id = $2 and p.state = 'succeeded' and p.settled_at >= $3 and p.settled_at < $4
       order by p.settled_at, p.id`,
      [this.db.tenantId, installationId, from, until],
    );
    return rows.map(booked);
  }

  private async one(condition: string, bind: readonly unknown[]): Promise<BookedPayment | undefined> {
    const row = await this.db.one<Row>(`${BOOKED} where p.tenant_id = $1 and ${condition}`, [this.db.tenantId, ...bind]);
    return row && booked(row);
  }
}

const booked = ({ id, reference, state, bookedMinor, bookedCurrency, feeMinor, feeCurrency }: Row): BookedPayment => ({
  id,
  reference,
  state,
  received: bookedMinor === null || bookedCurrency === null ? null : money(bookedMinor, bookedCurrency),
  fee: feeMinor === null || feeCurrency === null ? null : money(feeMinor, feeCurrency),
});
