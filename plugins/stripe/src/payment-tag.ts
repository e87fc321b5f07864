import type { StartPayment } from '@hostwright/sdk';

/**
 * Where the customer pays. `hosted`: Stripe's page, whose session tells how far it got. `embedded`: our checkout.
 * `saved`: nowhere, a saved method is charged with the customer away.
 */
export type Flow = 'hosted' | 'embedded' | 'saved';

/** What we read back from the metadata of an object at Stripe. */
export interface PaymentTag {
  readonly paymentId: string;
  readonly flow: string;
  readonly saves: boolean;
  readonly isReserved: boolean;
}

type Metadata = Readonly<Record<string, string>>;

/**
 * Written on everything we make. Stripe copies it from an intent to its charge, but not from a session to its intent: both
 * get it. The installation is named because one account may serve several, and each hears of everything.
 */
export function tagFor(payment: StartPayment, installationId: string, flow: Flow, isReserved: boolean): Record<string, string> {
  return {
    payment_id: payment.paymentId,
    invoice_id: payment.invoiceId,
    invoice_number: payment.invoiceNumber.slice(0, 500),
    installation: installationId,
    flow,
    ...(payment.saveMethod && { saves: 'yes' }),
    ...(isReserved && { reserved: 'yes' }),
  };
}

/** Nothing for objects that something else has made, or another installation. */
export function readTag(metadata: Metadata | null | undefined, installationId: string): PaymentTag | undefined {
  const paymentId = metadata?.['payment_id'];
  if (!metadata || paymentId === undefined || metadata['installation'] !== installationId) return undefined;
  return {
    paymentId,
    flow: metadata['flow'] ?? '',
    saves: metadata['saves'] === 'yes',
    isReserved: metadata['reserved'] === 'yes',
  };
}
