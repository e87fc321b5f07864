import type { PaymentSnapshot } from '@hostwright/sdk';

export type Decline = NonNullable<PaymentSnapshot['decline']>;

/** What Stripe says about an attempt that failed, as far as we read it. */
export interface PaymentError {
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly advice_code?: string | undefined;
}

/** The bank will say the same again, whenever it is asked: nobody tries this card again by himself. */
const HARD = new Set([
  'card_not_supported',
  'currency_not_supported',
  'expired_card',
  'fraudulent',
  'highest_risk_level',
  'incorrect_number',
  'invalid_account',
  'invalid_expiry_month',
  'invalid_expiry_year',
  'invalid_number',
  'live_mode_test_card',
  'lost_card',
  'merchant_blacklist',
  'new_account_information_available',
  'no_action_taken',
  'not_permitted',
  'pickup_card',
  'restricted_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'security_violation',
  'service_not_allowed',
  'stolen_card',
  'stop_payment_order',
  'testmode_decline',
  'transaction_not_allowed',
]);

/** Words for the customer. A stolen or suspicious card gets the same words as any other: its holder may not be the reader. */
const PUBLIC: ReadonlyMap<string, string> = new Map([
  ['authentication_required', 'The bank wants this payment to be confirmed.'],
  ['card_not_supported', 'This card cannot be used for such a payment.'],
  ['card_velocity_exceeded', "The card's limit has been reached."],
  ['currency_not_supported', 'The card cannot pay in this currency.'],
  ['expired_card', 'The card has expired.'],
  ['incorrect_cvc', 'The security code of the card is wrong.'],
  ['incorrect_number', 'The card number is wrong.'],
  ['insufficient_funds', 'There is not enough money on the card.'],
  ['invalid_cvc', 'The security code of the card is wrong.'],
  ['invalid_number', 'The card number is wrong.'],
  ['payment_intent_authentication_failure', 'The bank could not confirm this payment.'],
  ['processing_error', 'The card could not be processed. Please try again.'],
  ['withdrawal_count_limit_exceeded', "The card's limit has been reached."],
]);

const DECLINED = 'The card was declined.';

/** `isAway`: the customer is not there to take another card, so only the card itself decides whether to try again. */
export function toDecline(error: PaymentError, isAway: boolean): Decline {
  const word = error.decline_code ?? error.code ?? 'declined';
  const isHard = HARD.has(word) || error.advice_code === 'do_not_try_again';
  return {
    code: word.replaceAll('_', '-').slice(0, 100),
    publicMessage: PUBLIC.get(word) ?? DECLINED,
    mayRetry: !(isAway && isHard),
  };
}

/** The bank wants the customer: no refusal, but nothing that can go on without him. */
export const wantsCustomer = ({ code, decline_code }: PaymentError): boolean =>
  code === 'authentication_required' || decline_code === 'authentication_required';
