import { Injectable } from '@nestjs/common';
import { accounts, Ledger } from '../ledger/index.js';
import type { PaymentRow } from './payment.js';
import { PaymentRows } from './payment-rows.js';
import { Settlement, type Told } from './settlement.js';

/** Books what gateways keep for themselves: once for each payment, when they first say so, be it long after the money. */
@Injectable()
export class Fees {
  constructor(
    settlement: Settlement,
    private readonly rows: PaymentRows,
    private readonly ledger: Ledger,
  ) {
    settlement.onTold(told => this.hear(told));
  }

  private async hear({ after, told }: Told): Promise<void> {
    if (!told.fee || told.fee.amount < 0n || !awaitsFee(after)) return;
    // Of the very transaction that brought the money.
    if (after.reference !== told.reference) return;
    const { amount: feeMinor, currency: feeCurrency } = told.fee;
    await this.rows.update(after.id, { feeMinor, feeCurrency });
    await this.ledger.post({
      key: `fee:payment:${after.id}`,
      reference: `payment:${after.id}`,
      postings: [
        { source: accounts.fees(after.installationId), destination: accounts.gateway(after.installationId), amount: told.fee },
      ],
    });
  }
}

/** Only money that is in the books has a fee. */
export const awaitsFee = (row: PaymentRow): boolean =>
  row.state === 'succeeded' && row.feeMinor === null && row.receivedCurrency === row.currency && row.receivedMinor !== 0n;
