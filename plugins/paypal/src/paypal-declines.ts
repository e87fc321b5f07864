import type { PaymentSnapshot } from '@hostwright/sdk';

type Decline = NonNullable<PaymentSnapshot['decline']>;

const ANOTHER_WAY = 'PayPal declined the payment. Try again with another card or bank account, or pay another way.';
const ASK_PAYPAL = 'PayPal does not let this account pay. Please ask PayPal, or pay another way.';
const NOT_SAVED = 'PayPal no longer keeps this way to pay. Please pay once more by hand.';

const soft = { mayRetry: true, publicMessage: ANOTHER_WAY };
const hard = { mayRetry: false, publicMessage: ASK_PAYPAL };
const gone = { mayRetry: false, publicMessage: NOT_SAVED };

/** Refusals that concern the payer's money or account; any other refusal is about our request. */
const DECLINES: ReadonlyMap<string, Omit<Decline, 'code'>> = new Map<string, Omit<Decline, 'code'>>([
  ['capture-declined', soft],
  ['capture-failed', soft],
  ['instrument-declined', soft],
  ['redirect-payer-for-alternate-funding', soft],
  ['transaction-refused', soft],
  ['transaction-limit-exceeded', soft],
  ['declined-due-to-related-txn', soft],
  ['card-expired', soft],
  ['referenced-card-expired', { mayRetry: false, publicMessage: ANOTHER_WAY }],
  ['max-number-of-payment-attempts-exceeded', { mayRetry: false, publicMessage: ANOTHER_WAY }],
  ['payer-cannot-pay', hard],
  ['payer-account-restricted', hard],
  ['payer-account-locked-or-closed', hard],
  ['compliance-violation', hard],
  ['transaction-blocked-by-payee', hard],
  ['payee-blocked-transaction', hard],
  ['domestic-transaction-required', hard],
  ['token-id-not-found', gone],
  ['mismatched-vault-id-to-payment-source', gone],
  ['billing-agreement-not-found', gone],
  ['agreement-already-cancelled', gone],
]);

export const DECLINE_CODES: ReadonlySet<string> = new Set(DECLINES.keys());

export const declineOf = (code: string): Decline => ({ code, ...(DECLINES.get(code) ?? soft) });
