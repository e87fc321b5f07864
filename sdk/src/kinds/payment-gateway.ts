import type { CallOptions } from '../context.js';
import type { Money } from '../money.js';

export interface Payer {
  readonly customerId: string;
  readonly email: string;
  readonly name?: string;
  readonly country?: string;
  readonly ip?: string;
}

export interface StartPayment {
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly amount: Money;
  readonly description: string;
  readonly payer: Payer;
  readonly locale: string;
  readonly saveMethod: boolean;
  readonly returnUrl: string;
  readonly cancelUrl: string;
}

/** Where a payment stands at the provider. A decline is an answer, not an exception. */
export type PaymentState = 'pending' | 'requires-action' | 'authorized' | 'succeeded' | 'declined' | 'cancelled';

export interface PaymentSnapshot {
  readonly reference: string;
  readonly state: PaymentState;
  /** What the provider says was taken so far; absent until it is known. */
  readonly received?: Money;
  readonly fee?: Money;
  readonly decline?: { readonly code: string; readonly publicMessage?: string; readonly mayRetry: boolean };
  readonly savedMethod?: SavedMethod;
  /** The provider's own words, for staff who look closer; never a secret. */
  readonly raw?: unknown;
}

export interface SavedMethod {
  readonly token: string;
  readonly label: string;
  readonly expires?: { readonly month: number; readonly year: number };
}

export interface PaymentCode {
  readonly label: string;
  /** The text that the code holds. */
  readonly payload: string;
}

/** What the customer does next to pay. */
export type PaymentStep =
  | {
      readonly next: 'redirect';
      readonly url: string;
      /** Form fields to post to `url`; without them the browser just goes there. */
      readonly fields?: Readonly<Record<string, string>>;
      readonly payment: PaymentSnapshot;
    }
  | {
      readonly next: 'embed';
      readonly element: string;
      readonly data: Readonly<Record<string, string>>;
      readonly payment: PaymentSnapshot;
    }
  | {
      readonly next: 'instructions';
      readonly markdown: string;
      /** QR codes that a banking app reads, shown under the instructions. */
      readonly codes?: readonly PaymentCode[];
      readonly payment: PaymentSnapshot;
    }
  | { readonly next: 'nothing'; readonly payment: PaymentSnapshot };

export interface RefundRequest {
  readonly refundId: string;
  readonly reference: string;
  readonly amount: Money;
  readonly reason?: string;
}

export interface RefundSnapshot {
  readonly reference: string;
  readonly state: 'pending' | 'succeeded' | 'failed';
  readonly amount: Money;
  readonly reason?: string;
}

export interface WebhookRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The exact bytes that were signed. */
  readonly body: Uint8Array;
  readonly remoteAddress: string;
}

export type GatewayEvent =
  | { readonly id: string; readonly type: 'payment'; readonly paymentId?: string; readonly payment: PaymentSnapshot }
  | {
      readonly id: string;
      readonly type: 'refund';
      readonly refundId?: string;
      /** Reference of the payment: a refund made at the provider's own desk has no `refundId`. */
      readonly paymentReference?: string;
      readonly refund: RefundSnapshot;
    }
  | {
      readonly id: string;
      readonly type: 'dispute';
      /** Reference of the payment that is disputed. */
      readonly reference: string;
      /** The provider's name for the dispute: one payment may be disputed more than once. */
      readonly disputeReference: string;
      readonly state: 'opened' | 'won' | 'lost';
      readonly amount: Money;
      readonly fee?: Money;
      readonly reason?: string;
    };

export interface WebhookAnswer {
  readonly events: readonly GatewayEvent[];
  /** For providers that insist on a certain body; 200 and empty otherwise. */
  readonly reply?: { readonly status: number; readonly contentType: string; readonly body: string };
}

/** A payment that the provider lists as settled. */
export interface SettledPayment {
  readonly reference: string;
  readonly paymentId?: string;
  readonly received: Money;
  readonly fee?: Money;
}

export interface SettledPage {
  readonly settled: readonly SettledPayment[];
  /** Where the next page begins; absent on the last one. */
  readonly cursor?: string;
}

/** From `from` up to, not including, `until`. */
export interface SettledQuery {
  readonly from: Date;
  readonly until: Date;
  readonly cursor?: string;
}

export interface StatementFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One booking on a bank account. */
export interface StatementLine {
  /** Line of the file, or number of the entry in it, counted from 1. */
  readonly line: number;
  /** The same for the same booking in every statement that holds it. */
  readonly id: string;
  readonly amount: Money;
  /** ISO 8601 date, without a time. */
  readonly bookedOn: string;
  readonly payer?: string;
  /** What the payer wrote. */
  readonly text: string;
  /** What in it looks like one of the references that `start` gave out. */
  readonly references: readonly string[];
}

export interface StatementFault {
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

export interface Statement {
  readonly lines: readonly StatementLine[];
  readonly faults: readonly StatementFault[];
}

/** Takes money through one provider. Translates both ways and remembers nothing. */
export interface PaymentGateway {
  start(payment: StartPayment, call: CallOptions): Promise<PaymentStep>;
  /** The truth at the provider; called after `unknown` failures and on a schedule for whatever stays pending. */
  fetch(reference: string): Promise<PaymentSnapshot>;
  /** Finds a payment whose `start` ended in an unknown way, when no reference came back. */
  find?(paymentId: string): Promise<PaymentSnapshot | undefined>;
  /** Verifies the signature first and throws a `final` failure 'bad-signature'; then only translates. */
  parseWebhook?(request: WebhookRequest): Promise<WebhookAnswer>;
  capture?(reference: string, amount: Money, call: CallOptions): Promise<PaymentSnapshot>;
  cancel?(reference: string, call: CallOptions): Promise<PaymentSnapshot>;
  refund?(request: RefundRequest, call: CallOptions): Promise<RefundSnapshot>;
  fetchRefund?(reference: string): Promise<RefundSnapshot>;
  /** Charges a saved method with the customer away: renewals. */
  chargeSaved?(request: StartPayment & { readonly method: SavedMethod }, call: CallOptions): Promise<PaymentSnapshot>;
  forgetMethod?(method: SavedMethod, call: CallOptions): Promise<void>;
  /** Everything the provider settled in a period, page by page: the nightly comparison with the ledger. */
  listSettled?(query: SettledQuery): Promise<SettledPage>;
  /** Reads an account statement; only translates. A file it cannot read at all is a `final` failure 'statement-unreadable'. */
  readStatement?(file: StatementFile): Promise<Statement>;
}
