import type { MoneyJson } from '@hostwright/sdk';
import { readAmount } from './payment-amount.js';

/** What a written amount means for what can still be given back. */
export type RefundWish =
  | { readonly kind: 'empty' | 'wrong' }
  | { readonly kind: 'too-much' }
  | { readonly kind: 'fits'; readonly amount: MoneyJson; readonly left: MoneyJson };

export function readRefund(written: string, { amount: most, currency }: MoneyJson): RefundWish {
  if (written.trim() === '') return { kind: 'empty' };
  const amount = readAmount(written, currency);
  if (!amount) return { kind: 'wrong' };
  const left = BigInt(most) - BigInt(amount.amount);
  return left < 0n ? { kind: 'too-much' } : { kind: 'fits', amount, left: { amount: left.toString(), currency } };
}
