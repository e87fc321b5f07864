import { money, type Money } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { afterwards, bareNumber, judge, waitsFor, type Payable } from './judgement.js';

const eur = (amount: bigint): Money => money(amount, 'EUR');
const invoice = (due: Money = eur(1999n), changes: Partial<Payable> = {}): Payable => ({
  id: 'one',
  number: 'TST-2026-000001',
  isOpen: true,
  due,
  ...changes,
});
const booking = (amount: Money, references = ['TST2026000001']) => ({ amount, references });

describe('a booking', () => {
  it.each([
    ['the sum that is due', eur(1999n), { verdict: 'matched' }],
    ['less', eur(1000n), { verdict: 'amount-differs', difference: 'part-paid' }],
    ['more', eur(2000n), { verdict: 'amount-differs', difference: 'overpaid' }],
    ['another currency', money(1999n, 'USD'), { verdict: 'other-currency' }],
    ['money that went out', eur(-1999n), { verdict: 'outgoing' }],
    ['nothing', eur(0n), { verdict: 'outgoing' }],
  ])('of %s is told by it', (_, amount, expected) => {
    expect(judge(booking(amount), [invoice()])).toMatchObject(expected);
  });

  it('without an invoice says whether it named any', () => {
    expect(judge(booking(eur(1n), []), [])).toEqual({ verdict: 'unmatched', reason: 'no-reference' });
    expect(judge(booking(eur(1n)), [])).toEqual({ verdict: 'unmatched', reason: 'unknown-reference' });
  });

  it('for an invoice that takes no money waits for staff', () => {
    for (const closed of [invoice(eur(1999n), { isOpen: false }), invoice(eur(0n))]) {
      expect(judge(booking(eur(1999n)), [closed])).toEqual({ verdict: 'unmatched', reason: 'invoice-closed', invoice: closed });
    }
  });

  it('that names several invoices pays the only one that is due just as much', () => {
    const [small, large] = [invoice(eur(1000n)), invoice(eur(1999n), { id: 'two' })];

    expect(judge(booking(eur(1999n)), [small, large])).toEqual({ verdict: 'matched', invoice: large });
    expect(judge(booking(eur(2999n)), [small, large])).toEqual({ verdict: 'unmatched', reason: 'several-invoices' });
    expect(judge(booking(eur(1000n)), [small, { ...small, id: 'three' }])).toMatchObject({ reason: 'several-invoices' });
  });

  it('waits for staff only where it pays nothing', () => {
    expect(waitsFor(judge(booking(eur(1999n)), [invoice()]))).toBeNull();
    expect(waitsFor(judge(booking(money(1n, 'USD')), [invoice()]))).toBe('other-currency');
    expect(waitsFor(judge(booking(eur(1n)), []))).toBe('unknown-reference');
  });

  it('leaves less due for the next one, and never less than nothing', () => {
    expect(afterwards(invoice(), eur(1000n))).toMatchObject({ isOpen: true, due: eur(999n) });
    expect(afterwards(invoice(), eur(1999n))).toMatchObject({ isOpen: false, due: eur(0n) });
    expect(afterwards(invoice(), eur(5000n))).toMatchObject({ isOpen: false, due: eur(0n) });
  });
});

describe('the number of an invoice', () => {
  it('is compared by its letters and digits', () => {
    expect(['TST-2026-000001', 'tst 2026/000001', 'TST2026000001'].map(bareNumber)).toEqual(Array(3).fill('TST2026000001'));
  });
});
