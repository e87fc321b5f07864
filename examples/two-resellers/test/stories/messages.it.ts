import { money, type Money } from '@hostwright/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Letter } from '../harness/public-door.js';
import type { Bill, Till } from '../harness/till.js';
import { VendorHouse } from '../harness/vendor-house.js';
import { VENDOR_IDS, type Vendor } from '../vendors/index.js';

let house: VendorHouse;

beforeAll(async () => {
  house = await VendorHouse.open();
});

afterAll(() => house.close());

/** A story that broke off must not keep the words of the next one. */
afterEach(() => void house.door.keep());

const at = (till: Till, letter: Letter): Letter => ({ ...letter, path: `/hooks/${till.installationId}` });
const inboxOf = (till: Till): Promise<{ eventId: string }[]> =>
  till.shop.rows('select event_id from webhook_inbox order by event_id');

interface Outcome {
  readonly state: 'open' | 'paid';
  readonly paid: bigint;
  readonly received: readonly bigint[];
  readonly note: string;
  readonly taken: number;
}

const note = ({ amount, currency }: Money): string => `received ${amount} ${currency}`;

/** What becomes of a payment of 1999 EUR of which the payer was asked for another sum. */
const OUTCOMES = {
  /** Too little leaves the invoice open, and what is too much is the customer's. */
  part: sum => ({ state: 'open', paid: sum.amount, received: [sum.amount], note: note(sum), taken: 1 }),
  surplus: sum => ({ state: 'paid', paid: 1999n, received: [sum.amount], note: note(sum), taken: 1 }),
  /** Money in another currency is in no book, and staff read of it. */
  strange: sum => ({ state: 'open', paid: 0n, received: [], note: note(sum), taken: 1 }),
  /** The shop takes what it wanted of what was reserved, or nothing. */
  asked: () => ({ state: 'paid', paid: 1999n, received: [1999n], note: '', taken: 1 }),
  refused: () => ({ state: 'open', paid: 0n, received: [], note: 'refuses to take the money', taken: 0 }),
} satisfies Record<string, (sum: Money) => Outcome>;

const TAKEN_AT_ONCE = { less: 'part', more: 'surplus', currency: 'strange' } as const;
const OTHER_SUMS: Readonly<Record<Vendor['id'], Record<'less' | 'more' | 'currency', keyof typeof OUTCOMES>>> = {
  stripe: TAKEN_AT_ONCE,
  'stripe-reserving': { less: 'refused', more: 'asked', currency: 'refused' },
  liqpay: TAKEN_AT_ONCE,
  paypal: { less: 'refused', more: 'refused', currency: 'refused' },
};

/** One letter of the body reads otherwise: a digit, which no reader passes over. */
function altered(letter: Letter): Letter {
  const body = Buffer.from(letter.body);
  const digit = body.findIndex((byte, index) => index > body.length / 2 && byte >= 0x31 && byte <= 0x38);
  body[digit]! += 1;
  return { ...letter, body };
}

describe.each(VENDOR_IDS)('the messages of %s', id => {
  let till: Till;
  let bill: Bill;

  beforeAll(async () => {
    till = await house.till(id);
  });

  beforeEach(async () => {
    bill = await till.bill();
  });

  /** The payer has paid, and what the vendor said about it is in our hands. */
  async function paidInSilence(payer = till, whose = bill): Promise<readonly Letter[]> {
    const { page } = await payer.begin(whose);
    house.door.hold();
    await payer.press(page, 'pay');
    return house.door.keep();
  }

  it('book one payment when each comes a hundred times at once', async () => {
    for (const letter of await paidInSilence()) {
      const statuses = await Promise.all(Array.from({ length: 100 }, () => house.door.carry(letter)));
      expect(new Set(statuses)).toEqual(new Set([200]));
    }
    await till.work();

    await till.expectPaidOnce(bill);
  });

  it('book one payment when each comes a hundred times at once while the work is done', async () => {
    for (const letter of await paidInSilence()) {
      const copies = Array.from({ length: 100 }, () => house.door.carry(letter));
      await Promise.all([...copies, till.shop.runJobs(), till.shop.runJobs()]);
    }
    await till.work();

    await till.expectPaidOnce(bill);
  });

  it('come to the same end in the opposite order', async () => {
    const letters = await paidInSilence();
    for (const letter of letters.toReversed()) expect(await house.door.carry(letter)).toBe(200);
    await till.work();

    await till.expectPaidOnce(bill);
  });

  it('are refused when a byte is another one, or the signature is a stranger’s', async () => {
    const letters = await paidInSilence();
    const before = await inboxOf(till);
    for (const letter of letters) {
      expect(await house.door.carry(altered(letter))).toBe(401);
      expect(await house.door.carry({ ...letter, body: Buffer.alloc(0) })).toBe(401);
      expect(await house.door.carry({ ...letter, headers: unsigned(letter), body: unsignedBody(letter) })).toBe(401);
    }
    await till.shop.runJobs();
    expect(await inboxOf(till)).toEqual(before);
    expect(await till.received(bill)).toEqual([]);

    for (const letter of letters) await house.door.carry(letter);
    await till.work();
    await till.expectPaidOnce(bill);
  });

  it('change nothing when they are said again an hour later', async () => {
    const letters = await paidInSilence();
    for (const letter of letters) await house.door.carry(letter);
    await till.work();
    const before = await inboxOf(till);

    await till.passTime('1 hour');
    const statuses = await Promise.all(letters.map(letter => house.door.carry(letter)));
    await till.work();

    expect(new Set(statuses)).toEqual(new Set([till.vendor.signatureHolds === 'minutes' ? 401 : 200]));
    expect(await inboxOf(till)).toEqual(before);
    await till.expectPaidOnce(bill);
  });

  it('pay nothing here when they are about a shop with an account of its own', async () => {
    const stranger = await house.newTill(id, 'other');
    const theirs = await stranger.bill();
    const letters = await paidInSilence(stranger, theirs);
    const before = await inboxOf(till);

    const statuses = [];
    for (const letter of letters) statuses.push(await house.door.carry(at(till, letter)));
    await till.work();

    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(await inboxOf(till)).toEqual(before);
    await till.expectUnpaid(bill);

    for (const letter of letters) await house.door.carry(letter);
    await stranger.work();
    await stranger.expectPaidOnce(theirs);
  });

  it('pay nothing here when they are about a shop that shares the account', async () => {
    const neighbour = await house.newTill(id, 'own');
    const theirs = await neighbour.bill();
    const letters = await paidInSilence(neighbour, theirs);
    for (const letter of letters) {
      await house.door.carry(at(till, letter));
      await house.door.carry(letter);
    }
    await neighbour.work();
    await till.work();

    await neighbour.expectPaidOnce(theirs);
    await till.expectUnpaid(bill);
    const named = await till.shop.rows('select id from payments where id = $1', [(await neighbour.paymentsOf(theirs))[0]!.id]);
    expect(named).toEqual([]);
  });

  it.each([
    ['less', money(1500n, 'EUR')],
    ['more', money(2500n, 'EUR')],
    ['currency', money(1999n, 'USD')],
  ] as const)('of another sum pay no more than was taken in the invoice’s money: %s', async (name, sum) => {
    const { payment, page } = await till.begin(bill);
    till.vendor.misquote(payment.id, sum);
    await till.press(page, 'pay');
    await till.work();

    const outcome = OUTCOMES[OTHER_SUMS[id][name]](sum);
    expect(await till.invoice(bill)).toEqual({ state: outcome.state, paidMinor: outcome.paid });
    expect(await till.received(bill)).toEqual(outcome.received);
    expect((await till.paymentsOf(bill))[0]!.note ?? '').toContain(outcome.note);
    await till.expectTaken(bill, outcome.taken);
  });
});

/** Where the signature stands is the vendor's matter: in a header, or in a field of the form. */
const unsigned = ({ headers }: Letter): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, /signature|-sig$/.test(name) ? turned(value) : value]),
  );

function unsignedBody({ headers, body }: Letter): Buffer {
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return body;
  const form = new URLSearchParams(body.toString());
  form.set('signature', turned(form.get('signature')!));
  return Buffer.from(form.toString());
}

/** The last letters in another order, so that the length stays. */
const turned = (signature: string): string => signature.slice(0, -12) + [...signature.slice(-12)].toReversed().join('');
