import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultPoint } from '../../../../core/server/src/platform/faults/index.js';
import { forgetWork, MortalServer } from '../harness/mortal-server.js';
import type { Letter } from '../harness/public-door.js';
import type { Bill, Till } from '../harness/till.js';
import { VendorHouse } from '../harness/vendor-house.js';
import { CAPTURED, type Vendor } from '../vendors/index.js';

/** Where the money is taken by a call of the shop's is another table. */
const IDS: readonly Vendor['id'][] = ['stripe', 'liqpay', 'paypal'];
const KILLED = { code: null, signal: 'SIGKILL' };

let house: VendorHouse;
let till: Till;
let bill: Bill;
let began: number;

beforeAll(async () => {
  house = await VendorHouse.open();
});

afterAll(() => house.close());

/** The process that dies lives by the machine's clock, so the time that a story let go by is taken back after it. */
beforeEach(() => {
  began = house.server.clock.now().getTime() - Date.now();
});

afterEach(async () => {
  house.door.keep();
  await forgetWork(house);
  await till.close();
  const { clock } = house.server;
  clock.pass(began - (clock.now().getTime() - Date.now()));
});

const points = (...names: readonly FaultPoint[]) => names;
const table = (ids: readonly Vendor['id'][], names: readonly FaultPoint[]) =>
  ids.flatMap(id => names.map(point => [id, point] as const));

/** A shop of the story's own, in which nothing is left to do. */
async function open(id: Vendor['id']): Promise<void> {
  till = await house.newTill(id, 'own');
  bill = await till.bill();
  await forgetWork(house);
}

/** The customer presses the button of a server that dies of it. */
async function pressAt(server: MortalServer, body: object): Promise<number> {
  const { tenant } = till.shop;
  const headers = {
    host: tenant.canonicalHost,
    authorization: `Bearer ${await till.signIn(bill.customer)}`,
    'idempotency-key': randomUUID(),
    'content-type': 'application/json',
  };
  const wish = { installationId: till.installationId, returnUrl: `${tenant.url}/cabinet`, ...body };
  return server.tell({
    ...{ method: 'POST', path: `/api/store/invoices/${bill.id}/payments` },
    ...{ headers, body: JSON.stringify(wish) },
  });
}

/** The vendor speaks to a server that dies of it, the weightiest word first. */
async function sayTo(server: MortalServer, letters: readonly Letter[]): Promise<void> {
  for (const { path, headers, body } of letters.toReversed())
    await server.tell({ method: 'POST', path, headers: { ...headers, host: 'vendor.example' }, body });
}

/** The payer pays on the page, and the vendor's words are in our hands. */
async function paidInSilence(): Promise<readonly Letter[]> {
  const { page } = await till.begin(bill);
  house.door.hold();
  await till.press(page, 'pay');
  return house.door.keep();
}

describe('killed while a payment begins', () => {
  it.each(table(IDS, points('payments/start:before-call', 'payments/start:after-call')))(
    '%s holds one payment: %s',
    async (id, faultPoint) => {
      await open(id);
      const mortal = await MortalServer.born({ house, faultPoint });
      expect(await pressAt(mortal, {})).toBe(0);
      expect(await mortal.death()).toEqual(KILLED);

      await till.passTime('5 minutes');
      await till.pay(bill);
      await till.expectPaidOnce(bill);
    },
    120_000,
  );

  it.each(table(IDS, points('payments/start:before-call', 'payments/start:after-call')))(
    '%s charges a saved method once: %s',
    async (id, faultPoint) => {
      await open(id);
      await till.pay(bill, { saveMethod: true });
      const [method] = await till.shop.rows<{ id: string }>('select id from saved_methods');
      bill = await till.bill(bill.total, bill.customer);
      await forgetWork(house);
      const mortal = await MortalServer.born({ house, faultPoint });
      house.door.hold();
      expect(await pressAt(mortal, { savedMethodId: method!.id })).toBe(0);
      expect(await mortal.death()).toEqual(KILLED);

      await till.passTime('5 minutes');
      const isOpen = (await till.invoice(bill)).state === 'open';
      expect(isOpen).toBe(faultPoint === 'payments/start:before-call');
      if (isOpen) await till.start(bill, { savedMethodId: method!.id });
      await till.work();
      await house.door.release();
      await till.work();
      await till.expectPaidOnce(bill);
    },
    120_000,
  );
});

const HEARING = points(
  'payments/webhook:before-commit',
  'payments/webhook:after-commit',
  'payments/apply:before',
  'payments/apply:after-commit',
);

it.each(table(IDS, HEARING))(
  '%s says again what a killed server did not hear, and is heard once: %s',
  async (id, faultPoint) => {
    await open(id);
    const letters = await paidInSilence();
    const mortal = await MortalServer.born({ house, faultPoint });
    await sayTo(mortal, letters);
    expect(await mortal.death()).toEqual(KILLED);

    for (const letter of letters) expect(await house.door.carry(letter)).toBe(200);
    await till.work();
    await till.passTime('2 minutes');
    await till.expectPaidOnce(bill);
  },
  120_000,
);

it.each(table(CAPTURED, points('payments/capture:before-call', 'payments/capture:after-call')))(
  '%s gives the reserved money once to a server that is killed: %s',
  async (id, faultPoint) => {
    await open(id);
    const letters = await paidInSilence();
    const mortal = await MortalServer.born({ house, faultPoint });
    house.door.hold();
    await sayTo(mortal, letters);
    expect(await mortal.death()).toEqual(KILLED);
    expect(till.vendor.taken((await till.paymentsOf(bill))[0]!.id)).toBe(faultPoint.endsWith('before-call') ? 0 : 1);

    await till.passTime('10 minutes');
    await house.door.release();
    await till.work();
    await till.expectPaidOnce(bill);
  },
  120_000,
);

it.each(table(IDS, points('refunds/send:before-call', 'refunds/send:after-call')))(
  '%s gives back once what a killed server asked for: %s',
  async (id, faultPoint) => {
    await open(id);
    const paymentId = await till.pay(bill);
    await forgetWork(house);
    const refundId = await till.askRefund(paymentId, 700n);
    house.door.hold();
    const mortal = await MortalServer.born({ house, faultPoint });
    expect(await mortal.death()).toEqual(KILLED);

    await till.passTime('10 minutes');
    await house.door.release();
    await till.work();
    expect(await till.readRefund(refundId)).toMatchObject({ state: 'succeeded' });
    expect(till.vendor.givenBack(paymentId)).toBe(700n);
    await till.expectTaken(bill, 1);
  },
  120_000,
);
