import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { Problem, type Cursor } from '../../platform/http/index.js';
import { OPEN_STATES, type PaymentRow } from './payment.js';

const COLUMNS = `id, invoice_id, invoice_number, customer_id, installation_id, state, currency, amount_minor, received_minor,
  received_currency, applied_minor, refunded_minor, disputed_minor, fee_minor, fee_currency, captures, capture_at, reference, step, return_url, save_method, saved_method_id, off_session, problem_code, message, may_retry, note, starts, checks,
  asked_at, absent_at, created_at, settled_at`;

/** What may change of a payment; everything else is as it was when it began. */
const SETTABLE = {
  state: 'state',
  receivedMinor: 'received_minor',
  receivedCurrency: 'received_currency',
  appliedMinor: 'applied_minor',
  refundedMinor: 'refunded_minor',
  disputedMinor: 'disputed_minor',
  feeMinor: 'fee_minor',
  feeCurrency: 'fee_currency',
  captures: 'captures',
  captureAt: 'capture_at',
  reference: 'reference',
  step: 'step',
  problemCode: 'problem_code',
  message: 'message',
  mayRetry: 'may_retry',
  note: 'note',
  starts: 'starts',
  checks: 'checks',
  absentAt: 'absent_at',
  settledAt: 'settled_at',
} as const satisfies Partial<Record<keyof PaymentRow, string>>;

export type PaymentChanges = { readonly [Name in keyof typeof SETTABLE]?: PaymentRow[Name] };

export type NewPayment = Pick<
  PaymentRow,
  'id' | 'invoiceId' | 'invoiceNumber' | 'customerId' | 'installationId' | 'currency' | 'amountMinor' | 'returnUrl' | 'createdAt'
> &
  Partial<Pick<PaymentRow, 'saveMethod' | 'savedMethodId' | 'offSession'>>;

export interface PaymentFilter {
  readonly customerIds?: readonly string[] | undefined;
  readonly state?: string | undefined;
  /** The beginning of an invoice number or of a reference; rows of `foundCustomers` match too. */
  readonly search?: string | undefined;
  readonly foundCustomers?: readonly string[] | undefined;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** The table of payments. Every method runs inside `TenantDb.run`. */
@Injectable()
export class PaymentRows {
  constructor(private readonly db: TenantDb) {}

  async insert(payment: NewPayment): Promise<PaymentRow> {
    await this.db.insert('payments', { ...payment, state: 'created' });
    return this.read(payment.id);
  }

  find(id: string): Promise<PaymentRow | undefined> {
    return this.one('id = $2', [id]);
  }

  async read(id: string): Promise<PaymentRow> {
    return found(await this.find(id));
  }

  async lock(id: string): Promise<PaymentRow> {
    return found(await this.one('id = $2 for no key update', [id]));
  }

  byReference(installationId: string, reference: string): Promise<PaymentRow | undefined> {
    return this.one('installation_id = $2 and reference = $3', [installationId, reference]);
  }

  /** The newest payment of the invoice by this way that may still bring money. */
  openOf(invoiceId: string, installationId: string): Promise<PaymentRow | undefined> {
    return this.one('invoice_id = $2 and installation_id = $3 and state = any($4) order by created_at desc, id desc limit 1', [
      invoiceId,
      installationId,
      OPEN_STATES,
    ]);
  }

  /** All that may still bring money, held until the commit. */
  lockOpenOf(invoiceId: string): Promise<PaymentRow[]> {
    return this.db.query<PaymentRow>(
      `select ${COLUMNS} from payments where tenant_id = $1 and invoice_id = $2 and state = any($3) order by id for no key update`,
      [this.db.tenantId, invoiceId, OPEN_STATES],
    );
  }

  /** A saved method that is being charged for the invoice, and that may end well without anybody's help. */
  openChargeOf(invoiceId: string): Promise<PaymentRow | undefined> {
    const states = OPEN_STATES.filter(state => state !== 'requires-action');
    return this.one(
      'invoice_id = $2 and saved_method_id is not null and state = any($3) order by created_at desc, id desc limit 1',
      [invoiceId, states],
    );
  }

  async hasOpenSince(invoiceId: string, since: Date): Promise<boolean> {
    return (
      (await this.one('invoice_id = $2 and state = any($3) and created_at > $4 limit 1', [invoiceId, OPEN_STATES, since])) !==
      undefined
    );
  }

  async update(id: string, changes: PaymentChanges): Promise<PaymentRow> {
    const entries = Object.entries(changes) as [keyof PaymentChanges, unknown][];
    if (entries.length === 0) return this.read(id);
    const sets = entries.map(([name], index) => `${SETTABLE[name]} = $${index + 3}`).join(', ');
    const values = entries.map(([, value]) => value);
    const row = await this.db.one<PaymentRow>(
      `update payments set ${sets} where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
      [this.db.tenantId, id, ...values],
    );
    return found(row);
  }

  /** Whether the caller is the one who may ask the gateway now: one statement decides for all processes. */
  async mayAsk(id: string, now: Date, everyMs: number): Promise<boolean> {
    const claimed = await this.db.execute(
      'update payments set asked_at = $3 where tenant_id = $1 and id = $2 and (asked_at is null or asked_at <= $4)',
      [this.db.tenantId, id, now, new Date(now.getTime() - everyMs)],
    );
    return claimed > 0;
  }

  /** Newest first, one more than the limit, so that `pageOf` can tell whether there is a next page. */
  list({ customerIds, state, search, foundCustomers, after, limit }: PaymentFilter): Promise<PaymentRow[]> {
    return this.db.query<PaymentRow>(
      `select ${COLUMNS} from payments
       where tenant_id = $1
         and ($2::uuid[] is null or customer_id = any($2::uuid[]))
         and ($3::text is null or state = $3)
         and ($4::text is null or starts_with(lower(invoice_number), $4) or starts_with(lower(reference), $4) or customer_id = any($5::uuid[]))
         and ($6::timestamptz is null or (created_at, id) < ($6::timestamptz, $7::uuid))
       order by created_at desc, id desc limit $8`,
      [
        this.db.tenantId,
        idList(customerIds),
        state ?? null,
        search === undefined || search === '' ? null : search.toLowerCase(),
        idList(foundCustomers ?? []),
        after?.createdAt ?? null,
        after?.id ?? null,
        limit + 1,
      ],
    );
  }

  /** With a note for staff, or without any answer. */
  inDoubt(limit: number): Promise<PaymentRow[]> {
    return this.db.query<PaymentRow>(
      `select ${COLUMNS} from payments where tenant_id = $1 and (note is not null or state = 'unknown') order by created_at desc, id desc limit $2`,
      [this.db.tenantId, limit],
    );
  }

  private one(condition: string, bind: readonly unknown[]): Promise<PaymentRow | undefined> {
    return this.db.one<PaymentRow>(`select ${COLUMNS} from payments where tenant_id = $1 and ${condition}`, [
      this.db.tenantId,
      ...bind,
    ]);
  }
}

function found(row: PaymentRow | undefined): PaymentRow {
  if (!row) throw new Problem('not-found');
  return row;
}

/** As PostgreSQL writes an array; an empty one has no other form that says it is not JSON. */
const idList = (ids: readonly string[] | undefined): string | null => (ids === undefined ? null : `{${ids.join(',')}}`);
