/** What the fake keeps, as Stripe would tell it. Names that begin with `_` are its own and are never told. */
export interface Thing {
  readonly id: string;
  readonly object: string;
  readonly created: number;
}

export type Metadata = Record<string, string>;

/** How a card behaves. `later` is no card but a bank debit, which takes days. */
export type Behaviour = 'pay' | 'authenticate' | 'later' | `decline:${string}`;

export interface PaymentError {
  readonly type: 'card_error';
  readonly code: string;
  readonly decline_code?: string;
  readonly message: string;
}

export interface Intent extends Thing {
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly currency: string;
  readonly client_secret: string;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly capture_method: string;
  readonly livemode: false;
  customer: string | null;
  setup_future_usage: string | null;
  amount_received: number;
  amount_capturable: number;
  status: string;
  payment_method: string | null;
  latest_charge: string | null;
  last_payment_error: PaymentError | null;
  next_action: { readonly type: string } | null;
}

export interface Session extends Thing {
  readonly object: 'checkout.session';
  readonly mode: 'payment';
  readonly ui_mode: 'hosted_page';
  readonly amount_total: number;
  readonly currency: string;
  readonly client_reference_id: string | null;
  readonly metadata: Metadata;
  readonly customer_email: string | null;
  readonly locale: string | null;
  readonly success_url: string;
  readonly cancel_url: string;
  readonly expires_at: number;
  readonly livemode: false;
  readonly _description: string;
  readonly _intent: {
    readonly metadata: Metadata;
    readonly description: string | null;
    readonly setup_future_usage: string | null;
    readonly capture_method: string;
  };
  customer: string | null;
  url: string | null;
  status: string;
  payment_status: string;
  payment_intent: string | null;
}

export interface Method extends Thing {
  readonly object: 'payment_method';
  readonly type: 'card' | 'sepa_debit';
  readonly card?: { readonly brand: string; readonly last4: string; readonly exp_month: number; readonly exp_year: number };
  readonly sepa_debit?: { readonly last4: string };
  customer: string | null;
  _behaviour: Behaviour;
}

export interface Charge extends Thing {
  readonly object: 'charge';
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly metadata: Metadata;
  readonly payment_intent: string;
  readonly payment_method: string;
  readonly payment_method_details: object;
  amount_captured: number;
  amount_refunded: number;
  captured: boolean;
  disputed: boolean;
  paid: boolean;
  status: string;
  balance_transaction: string | null;
}

export interface Booking extends Thing {
  readonly object: 'balance_transaction';
  readonly type: string;
  readonly reporting_category: string;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  readonly source: string;
  readonly status: 'available';
}

export interface Refund extends Thing {
  readonly object: 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly metadata: Metadata;
  readonly reason: string | null;
  status: string;
  failure_reason?: string;
}

export interface Dispute extends Thing {
  readonly object: 'dispute';
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly reason: string;
  readonly metadata: Metadata;
  balance_transactions: Booking[];
  status: string;
}

export interface Customer extends Thing {
  readonly object: 'customer';
  readonly email: string | null;
  readonly name: string | null;
  readonly metadata: Metadata;
}

export interface Endpoint extends Thing {
  readonly object: 'webhook_endpoint';
  readonly url: string;
  readonly api_version: string | null;
  readonly metadata: Metadata;
  readonly description: string | null;
  readonly _secret: string;
  enabled_events: readonly string[];
  status: string;
}

export interface StripeEvent extends Thing {
  readonly object: 'event';
  readonly type: string;
  readonly api_version: string;
  readonly data: { readonly object: object };
  readonly livemode: false;
}

export interface Kinds {
  payment_intent: Intent;
  'checkout.session': Session;
  payment_method: Method;
  charge: Charge;
  balance_transaction: Booking;
  refund: Refund;
  dispute: Dispute;
  customer: Customer;
  webhook_endpoint: Endpoint;
  event: StripeEvent;
}

export const API_VERSION = '2026-10-28.endive';
