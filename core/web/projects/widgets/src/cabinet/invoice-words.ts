import type { Invoice } from '@hostwright/sdk/http';
import type { BadgeTone } from '../ui/state-badge.js';
import { invoiceTone } from './tones.js';

interface Look {
  readonly word: string;
  readonly tone: BadgeTone;
}

/** An invoice's state as its buyer sees it: what was paid or given back in part says so. */
export function lookOf({ state, paid, refunded }: Pick<Invoice, 'state' | 'paid' | 'refunded'>): Look {
  const [hasPaid, hasBack] = [BigInt(paid.amount) > 0n, BigInt(refunded.amount) > 0n];
  if ((state === 'open' || state === 'overdue') && hasPaid) return { word: 'part-paid', tone: invoiceTone(state) };
  if (state === 'paid' && hasBack) return { word: 'part-refunded', tone: 'muted' };
  return { word: state, tone: invoiceTone(state) };
}
