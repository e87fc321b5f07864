import type { PayPalMoney } from './paypal-amounts.js';
import { readMoney } from './paypal-answers.js';
import { fieldsOf, list, optionalText } from './paypal-fields.js';

/** A line of the account's history, as far as we read it. */
export interface PayPalTransaction {
  readonly id: string;
  readonly eventCode: string;
  readonly status: string;
  readonly amount: PayPalMoney;
  readonly fee: PayPalMoney | undefined;
  /** What we called `custom_id`. */
  readonly customId: string | undefined;
}

export interface TransactionPage {
  readonly transactions: readonly PayPalTransaction[];
  readonly pages: number;
  /** Up to when the history is complete; it lags by up to three hours. */
  readonly refreshedAt: Date | undefined;
}

export function readTransactions(value: unknown): TransactionPage {
  const answer = fieldsOf(value);
  const pages = answer['total_pages'];
  return {
    transactions: list(answer, 'transaction_details').flatMap(detail => readTransaction(fieldsOf(detail)['transaction_info'])),
    pages: typeof pages === 'number' ? pages : 1,
    refreshedAt: readTime(optionalText(answer, 'last_refreshed_datetime')),
  };
}

/** Lines without an id or an amount move no money of ours. */
function readTransaction(value: unknown): readonly PayPalTransaction[] {
  const info = fieldsOf(value ?? {});
  const id = optionalText(info, 'transaction_id');
  if (id === undefined || info['transaction_amount'] === undefined) return [];
  return [
    {
      id,
      eventCode: optionalText(info, 'transaction_event_code') ?? '',
      status: optionalText(info, 'transaction_status') ?? '',
      amount: readMoney(info['transaction_amount']),
      fee: info['fee_amount'] === undefined ? undefined : readMoney(info['fee_amount']),
      customId: optionalText(info, 'custom_field'),
    },
  ];
}

/** Reports write offsets without a colon: +0000. */
function readTime(value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const time = Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(time) ? undefined : new Date(time);
}
