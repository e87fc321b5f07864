import type { Book, FakeOrder } from './book.js';
import type { Json } from './http.js';

interface Period {
  readonly from: number;
  readonly until: number;
  readonly refreshedAt: Date;
}

const STATUSES: Readonly<Record<string, string>> = {
  COMPLETED: 'S',
  PARTIALLY_REFUNDED: 'S',
  REFUNDED: 'V',
  PENDING: 'P',
  DECLINED: 'D',
};

/** The account's history, a page of it. */
export function report(book: Book, account: string, query: URLSearchParams, { from, until, refreshedAt }: Period): Json {
  const size = Number(query.get('page_size') ?? 100);
  const page = Number(query.get('page') ?? 1);
  const lines = [...book.orders.values()]
    .filter(order => order.account === account)
    .flatMap(linesOf)
    .filter(({ at }) => at >= from && at <= until && at <= refreshedAt.getTime())
    .sort((one, other) => one.at - other.at);
  return {
    transaction_details: lines.slice((page - 1) * size, page * size).map(({ info }) => ({ transaction_info: info })),
    account_number: 'XZXSPECPDZHZU',
    last_refreshed_datetime: inReport(refreshedAt),
    page,
    total_items: lines.length,
    total_pages: Math.max(1, Math.ceil(lines.length / size)),
    links: [],
  };
}

function linesOf(order: FakeOrder): readonly { readonly at: number; readonly info: Json }[] {
  const own = { invoice_id: order.unit['invoice_id'], custom_field: order.unit['custom_id'] };
  const captures = order.captures.map(({ id, status, amount, fee, createdAt }) => ({
    at: wholeSecond(createdAt),
    info: {
      transaction_id: id,
      transaction_event_code: 'T0006',
      transaction_initiation_date: inReport(new Date(createdAt)),
      transaction_status: STATUSES[status] ?? 'P',
      transaction_amount: amount,
      fee_amount: { ...fee, value: `-${fee.value}` },
      ...own,
    },
  }));
  const refunds = order.refunds.map(({ id, captureId, amount, customId, createdAt }) => ({
    at: wholeSecond(createdAt),
    info: {
      transaction_id: id,
      paypal_reference_id: captureId,
      paypal_reference_id_type: 'TXN',
      transaction_event_code: 'T1107',
      transaction_initiation_date: inReport(new Date(createdAt)),
      transaction_status: 'S',
      transaction_amount: { ...amount, value: `-${amount.value}` },
      ...own,
      ...(customId !== undefined && { custom_field: customId }),
    },
  }));
  return [...captures, ...refunds];
}

/** Reports know no smaller unit of time. */
const wholeSecond = (at: string): number => Date.parse(`${at.slice(0, 19)}Z`);

/** Reports write seconds, and offsets without a colon. */
const inReport = (at: Date): string => `${at.toISOString().slice(0, 19)}+0000`;
