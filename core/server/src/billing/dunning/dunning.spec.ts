import { describe, expect, it } from 'vitest';
import { nextStep, USUAL_DAYS, type DunningRow, type Step } from './dunning.js';

const day = (count: number): Date => new Date(Date.UTC(2026, 10, 1 + count, 12));
const NEW: Omit<DunningRow, 'invoiceId' | 'serviceId'> = {
  suspendsAt: null,
  suspendedAt: null,
  terminatesAt: null,
  terminatedAt: null,
};
const step = (row: Partial<typeof NEW>, now: Date, days = USUAL_DAYS): Step | undefined =>
  nextStep({ ...NEW, ...row }, day(0), days, now, 'UTC');

describe('an unpaid renewal', () => {
  it('is warned of two days before each step', () => {
    expect(step({}, day(0.5))).toBeUndefined();
    expect(step({}, day(1))).toEqual({ kind: 'announce-suspension', at: day(3) });
    expect(step({ suspendsAt: day(3) }, day(2))).toBeUndefined();
    expect(step({ suspendsAt: day(3) }, day(3))).toMatchObject({ kind: 'suspend' });
    const suspended = { suspendsAt: day(3), suspendedAt: day(3) };
    expect(step(suspended, day(11))).toBeUndefined();
    expect(step(suspended, day(12))).toEqual({ kind: 'announce-termination', at: day(14) });
    expect(step({ ...suspended, terminatesAt: day(14) }, day(13))).toBeUndefined();
    expect(step({ ...suspended, terminatesAt: day(14) }, day(14))).toMatchObject({ kind: 'terminate' });
  });

  it('is caught up with step by step when nobody looked for weeks', () => {
    expect(step({}, day(40))).toEqual({ kind: 'announce-suspension', at: day(42) });
    expect(step({ suspendsAt: day(42), suspendedAt: day(42) }, day(42))).toEqual({ kind: 'announce-termination', at: day(44) });
  });

  it('is left alone when it has ended, and where the shop does nothing', () => {
    expect(
      step({ ...NEW, suspendsAt: day(3), suspendedAt: day(3), terminatesAt: day(14), terminatedAt: day(14) }, day(20)),
    ).toBeUndefined();
    expect(step({}, day(40), { suspendAfterDays: null, terminateAfterDays: null })).toBeUndefined();
    expect(
      step({ suspendsAt: day(3), suspendedAt: day(3) }, day(40), { suspendAfterDays: 3, terminateAfterDays: null }),
    ).toBeUndefined();
  });

  it('does not end when the shop has changed its mind after the warning', () => {
    const warned = { suspendsAt: day(3), suspendedAt: day(3), terminatesAt: day(14) };

    expect(step(warned, day(20), { suspendAfterDays: 3, terminateAfterDays: null })).toBeUndefined();
    expect(step(warned, day(20), { suspendAfterDays: null, terminateAfterDays: null })).toBeUndefined();
  });
});
