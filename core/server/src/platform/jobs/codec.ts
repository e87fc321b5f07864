import { money, type Money } from '@hostwright/sdk';

/** JSON has no bigint: an amount travels as a string of minor units. */
export const encode = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));

/** Brings amounts back: whatever has an `amount` of digits and a `currency` is money. */
export const decode = <T>(value: unknown): T => revive(value) as T;

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  if (isMoney(value)) return money(BigInt(value.amount), value.currency) satisfies Money;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revive(part)]));
}

function isMoney(value: object): value is { amount: string; currency: string } {
  const { amount, currency } = value as { amount?: unknown; currency?: unknown };
  return typeof amount === 'string' && typeof currency === 'string' && Object.keys(value).length === 2 && /^-?\d+$/.test(amount);
}
