/** `created` waits for the payer, `awaiting_confirmation` for the code that the payer's bank sent. */
export type ChargeStatus = 'created' | 'awaiting_confirmation' | 'paid' | 'declined' | 'cancelled';

export interface ChargeError {
  readonly code: string;
  readonly text: string;
  /** Whether another try may go through. */
  readonly soft: boolean;
}

/** A charge as the sandbox keeps it and, but for the account, as it tells of it. */
export interface Charge {
  readonly id: string;
  readonly account: string;
  /** A `ChargeStatus`, or whatever word a test makes it say. */
  readonly status: string;
  readonly amount: string;
  readonly currency: string;
  readonly captured: string;
  readonly refunded: string;
  readonly fee: string;
  readonly description: string;
  readonly merchant: string;
  readonly locale: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly return_url: string;
  readonly cancel_url: string;
  readonly notify_url: string;
  readonly error: ChargeError | null;
  readonly wrong_codes: number;
  readonly created_at: string;
}

export interface Refund {
  readonly id: string;
  readonly account: string;
  readonly charge: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: 'succeeded';
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created_at: string;
}

/** One who may call the sandbox: charges of one account are invisible to another. */
export interface Account {
  readonly apiKey: string;
  readonly webhookSecret: string;
}

export const TERMINAL: readonly string[] = ['paid', 'declined', 'cancelled'] satisfies readonly ChargeStatus[];

const DECLINED: ChargeError = { code: 'card_declined', text: 'The card was declined by its bank', soft: true };

/** The same charge in another state; what was taken, what it cost and why it failed follow from the state. */
export function inStatus(charge: Charge, status: ChargeStatus): Charge {
  const paid = status === 'paid';
  return {
    ...charge,
    status,
    captured: paid ? charge.amount : charge.captured,
    fee: paid ? feeOf(charge.amount) : charge.fee,
    error: status === 'declined' ? DECLINED : null,
  };
}

/** 1.5 %, rounded up to the whole minor unit. */
function feeOf(amount: string): string {
  return ((BigInt(amount) * 15n + 999n) / 1000n).toString();
}
