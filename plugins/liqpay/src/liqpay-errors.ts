import { PluginFailure } from '@hostwright/sdk';

export interface DeclineWords {
  readonly code: string;
  readonly mayRetry: boolean;
}

type Codes = readonly string[];

/** The words of LiqPay for "this payer cannot pay with this card", by what they mean; hard ones are not worth a second try. */
const DECLINE_GROUPS: readonly (readonly [code: string, mayRetry: boolean, errCodes: Codes])[] = [
  ['insufficient-funds', true, ['9859']],
  [
    'limit-exceeded',
    true,
    [
      'limit',
      'amount_limit',
      'err_limit_amount',
      'err_payment_amount_limit',
      '103',
      '104',
      '109',
      '112',
      '114',
      '2903',
      '9860',
      '9861',
    ],
  ],
  ['bank-refused', true, ['9854', '9868', '9872', '9961']],
  ['authentication-failed', true, ['err_mpi', 'err_sms_otp', 'err_sms_send', 'err_verify_code']],
  ['suspected-fraud', false, ['frod', 'decline']],
  ['card-expired', false, ['9851']],
  ['card-blocked', false, ['111', '9863']],
  ['card-data-wrong', false, ['err_card', 'err_card_bin', '9852', '9989']],
  ['card-not-supported', false, ['5', '105', '107', '9855', '9857', 'err_card_type', 'err_payment_currency']],
  ['card-country', false, ['3914', 'err_card_country']],
  ['another-card-needed', false, ['err_card_liqpay_def', 'payment_err_sender_card']],
  ['card-token-invalid', false, ['101', '102', '108', 'err_no_card_token', 'user_not_found']],
];

const DECLINES: ReadonlyMap<string, DeclineWords> = new Map(
  DECLINE_GROUPS.flatMap(([code, mayRetry, errCodes]) => errCodes.map(errCode => [errCode, { code, mayRetry }] as const)),
);

/** The same order again: what became of the first is to be read, not repeated. */
const DUPLICATES: ReadonlySet<string> = new Set(['order_id_duplicate', '2915']);

/** LiqPay has certainly done nothing and will take the same call later. */
const LATER: ReadonlySet<string> = new Set(['payment_processing', 'wait_info']);

/** The shop's keys, rights or settings at LiqPay are wrong. */
const SHOP_REFUSED: ReadonlySet<string> = new Set([
  'err_signature',
  'invalid_signature',
  'public_key_not_found',
  'err_auth',
  'err_access',
  'err_blocked',
  'shop_blocked',
  'shop_not_active',
  'err_shop_not_agent',
  'err_api_ip',
  '106',
  '9886',
]);

/** The call itself was wrong; nothing was done, and the same call will be refused again. */
const CALL_REFUSED: ReadonlySet<string> = new Set([
  'order_id_empty',
  'payment_not_found',
  'payment_err_status',
  'payment_err_type',
  'payment_not_subscribed',
  'wrong_amount_currency',
  'err_amount_hold',
  'err_split_amount',
  'err_empty',
  'err_empty_phone',
  'err_missing',
  'err_wrong',
  'err_wrong_currency',
  'err_currency_is_not_allowed',
  'err_phone',
  'err_path',
  'err_api_action',
  'err_api_callback',
  'err_payment_cash_acq',
  'err_terminal_notfound',
  'err_commission_notfound',
  'err_card_receiver_def',
  'err_card_def_notfound',
  '115',
  '9867',
  '9882',
]);

export const declineOf = (errCode: string | undefined): DeclineWords | undefined =>
  errCode === undefined ? undefined : DECLINES.get(errCode);

/** The payer let the time for a step run out; nobody refused anything. */
export const isExpiry = (errCode: string | undefined): boolean => errCode?.startsWith('expired_') ?? false;

export const isDuplicate = (errCode: string): boolean => DUPLICATES.has(errCode);

export const isUnknownPayment = (errCode: string): boolean => errCode === 'payment_not_found';

/** A saved card is charged, and its bank wants to see the payer. */
export const wantsPayer = (errCode: string): boolean => errCode === 'err_get_verify_code';

export const isShopRefused = (errCode: string): boolean => SHOP_REFUSED.has(errCode);

/** A stable word made of whatever LiqPay calls it. */
export const codeOf = (errCode: string): string => {
  const words = errCode.toLowerCase().match(/[a-z0-9]+/g) ?? ['unnamed'];
  return `liqpay-${words.join('-').slice(0, 60)}`;
};

/** A refusal with HTTP 200. A word that is not in the tables leaves it open what a change has done. */
export function refused(errCode: string, isChange: boolean): PluginFailure {
  const message = `LiqPay refused the request: ${codeOf(errCode)}`;
  const details = { code: codeOf(errCode) };
  if (LATER.has(errCode)) return PluginFailure.retryable(message, { ...details, retryAfterMs: 60_000 });
  const isCertain = SHOP_REFUSED.has(errCode) || CALL_REFUSED.has(errCode) || DECLINES.has(errCode) || DUPLICATES.has(errCode);
  if (isCertain) return PluginFailure.final(message, details);
  return isChange ? PluginFailure.unknown(message, details) : PluginFailure.retryable(message, details);
}

/** A read may be repeated after any 5xx; after a change it is not known what was done. */
export function httpFailure(status: number, headers: Headers, isChange: boolean): PluginFailure {
  const details = { code: `http-${status}` };
  if (status === 429) {
    const retryAfterMs = 1000 * Math.max(1, Number.parseInt(headers.get('retry-after') ?? '1', 10) || 1);
    return PluginFailure.retryable('LiqPay asks to slow down', { code: 'slow-down', retryAfterMs });
  }
  const message = `LiqPay answered ${status}`;
  if (status < 500) return PluginFailure.final(message, details);
  return isChange ? PluginFailure.unknown(message, details) : PluginFailure.retryable(message, details);
}
