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

/** What the customer does next to pay. */
export type PaymentStep =
  | { readonly next: 'redirect'; readonly url: string; readonly payment: PaymentSnapshot }
  | {
      readonly next: 'embed';
      readonly element: string;
      readonly data: Readonly<Record<string, string>>;
      readonly payment: PaymentSnapshot;
    }
  | { readonly next: 'instructions'; readonly markdown: string; readonly payment: PaymentSnapshot }
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
  | { readonly id: string; readonly type: 'refund'; readonly refundId?: string; readonly refund: RefundSnapshot }
  | {
      readonly id: string;
      readonly type: 'dispute';
      readonly reference: string;
      readonly state: 'opened' | 'won' | 'lost';
      readonly amount: Money;
    };

export interface WebhookAnswer {
  readonly events: readonly GatewayEvent[];
  /** For providers that insist on a certain body; 200 and empty otherwise. */
  readonly reply?: { readonly status: number; readonly contentType: string; readonly body: string };
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
}
