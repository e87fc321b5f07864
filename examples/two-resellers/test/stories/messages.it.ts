import { money } from '@hostwright/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Letter } from '../harness/public-door.js';
import type { Bill, Till } from '../harness/till.js';
import { VendorHouse } from '../harness/vendor-house.js';
import { VENDOR_IDS } from '../vendors/index.js';

let house: VendorHouse;

beforeAll(async () => {
  house = await VendorHouse.open();
});

afterAll(() => house.close());

const at = (till: Till, letter: Letter): Letter => ({ ...letter, path: `/hooks/${till.installationId}` });
const inboxOf = (till: Till): Promise<{ eventId: string }[]> =>
  till.shop.rows('select event_id from webhook_inbox order by event_id');

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
      expect(await house.door.carry(altered(letter))).toBe(400);
      expect(await house.door.carry({ ...letter, body: Buffer.alloc(0) })).toBe(400);
      expect(await house.door.carry({ ...letter, headers: unsigned(letter), body: unsignedBody(letter) })).toBe(400);
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

    expect(new Set(statuses)).toEqual(new Set([till.vendor.signatureHolds === 'minutes' ? 400 : 200]));
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

    expect(new Set(statuses)).toEqual(new Set([400]));
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

  it('of another sum are no payment of this invoice: less leaves it open, more is the customer’s', async () => {
    for (const [taken, outcome] of [
      [1500n, { state: 'open', paidMinor: 1500n }],
      [2500n, { state: 'paid', paidMinor: 1999n }],
    ] as const) {
      const other = await till.bill();
      const { payment, page } = await till.begin(other);
      till.vendor.misquote(payment.id, money(taken, 'EUR'));
      await till.press(page, 'pay');
      await till.work();

      if (till.vendor.captures) {
        await till.expectUnpaid(other);
        expect((await till.paymentsOf(other))[0]!.note).toContain('amount-differs');
      } else {
        expect(await till.invoice(other)).toEqual(outcome);
        expect(await till.received(other)).toEqual([taken]);
        expect((await till.paymentsOf(other))[0]!.note).toContain(`received ${taken} EUR`);
        await till.expectTaken(other, 1);
      }
    }
  });

  it('of another currency pay nothing, and staff read why', async () => {
    const { payment, page } = await till.begin(bill);
    till.vendor.misquote(payment.id, money(1999n, 'USD'));
    await till.press(page, 'pay');
    await till.work();

    expect(await till.invoice(bill)).toEqual({ state: 'open', paidMinor: 0n });
    expect(await till.received(bill)).toEqual([]);
    expect((await till.paymentsOf(bill))[0]!.note).toContain(till.vendor.captures ? 'amount-differs' : 'received 1999 USD');
    await till.expectTaken(bill, till.vendor.captures ? 0 : 1);
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
