import type { Clock, Money } from '@hostwright/sdk';

/** What the stories need to know of a vendor and to make it do. Payments go by the shop's own id. */
export interface Vendor {
  readonly id: 'stripe' | 'stripe-reserving' | 'liqpay' | 'paypal';
  readonly pluginId: string;
  readonly url: string;
  /** Requests that did not fit the vendor's description. */
  readonly faults: readonly string[];
  /** What the shop knows of a payment whose card was refused: Stripe's page lets the payer try again. */
  readonly afterDecline: 'pending' | 'declined';
  /** Names of the buttons in the bank's or the vendor's second step. */
  readonly secondStep: string;
  /** How long the vendor's signature holds. */
  readonly signatureHolds: 'minutes' | 'days';
  /** Whether the shop takes the money in a call of its own. */
  readonly captures: boolean;
  /** Settings of an installation: of the shop's account, or of a stranger's. */
  settings(account: 'own' | 'other'): Readonly<Record<string, unknown>>;
  /** Ends when whatever it had to say has been said once. */
  settled(): Promise<void>;
  /** How often money was taken for a payment, and how many payments the vendor holds for it. */
  taken(paymentId: string): number;
  held(paymentId: string): number;
  /** What went back to the payer. */
  givenBack(paymentId: string): bigint;
  /** The payer will be asked for another sum than the shop wanted. */
  misquote(paymentId: string, amount: Money): void;
  refundsWait(): void;
  /** What became of a refund that waited. */
  refuseRefund(paymentId: string, reference: string): Promise<void>;
  /** The next charge of the saved method needs the customer. */
  askForCustomer(token: string): void;
  /** The next change is made, and its answer is lost, or is 500. */
  troubleNext(how: 'lost' | 'failed'): void;
  close(): Promise<void>;
}

export type VendorStart = (clock: Clock) => Promise<Vendor>;
