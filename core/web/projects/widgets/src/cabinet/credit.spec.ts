import { describe, expect, it } from 'vitest';
import { json, refusal, smallShop, type Route } from '../platform/small-shop.testing.js';
import { CreditPurse } from './credit.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const balances = [eur('500'), { amount: '0', currency: 'USD' }];

async function aPurse(pay: Route = () => refusal(409, 'no-credit')) {
  const shop = smallShop({
    'GET /api/store/credit': () => json({ balances, items: [], next: null }),
    'POST /api/store/invoices/:id/credit-payments': pay,
  });
  const purse = new CreditPurse(shop.api);
  await purse.load();
  return { ...shop, purse };
}

describe('CreditPurse', () => {
  it('pays as much as there is, and never more than is due', async () => {
    const { purse } = await aPurse();

    expect(purse.usableFor({ due: eur('1200') })).toEqual(eur('500'));
    expect(purse.usableFor({ due: eur('200') })).toEqual(eur('200'));
    expect(purse.usableFor({ due: eur('0') })).toBeUndefined();
    expect(purse.usableFor({ due: { amount: '200', currency: 'UAH' } })).toBeUndefined();
    expect(purse.usableFor({ due: { amount: '200', currency: 'USD' } })).toBeUndefined();
  });

  it('asks under the same key when the answer was lost, and under another after a refusal', async () => {
    const answers = [
      () => Promise.reject(new TypeError('lost')),
      () => refusal(409, 'no-credit'),
      () => json({ paid: true }, 201),
    ];
    const { purse, requests } = await aPurse(() => answers.shift()!());

    await purse.pay('i1');
    expect(purse.problem()?.code).toBe('offline');
    await purse.pay('i1');
    expect(purse.problem()?.code).toBe('no-credit');
    expect(await purse.pay('i1')).toEqual({ paid: true });

    const keys = requests.filter(({ method }) => method === 'POST').map(({ headers }) => headers['Idempotency-Key']);
    expect([keys[0] === keys[1], keys[1] === keys[2]]).toEqual([true, false]);
  });
});
