import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChangePreview, ServiceChange } from '@hostwright/sdk/http';
import type { FaultPoint } from '../../src/platform/faults/index.js';
import { aServer, expectStatus, PASSWORD, type TestServer } from '../harness/shop.js';
import { CHOICE } from '../harness/shop-goods.js';
import { expectHealthy } from '../stories/story.js';
import { MortalShop } from './mortal-shop.js';

const PATIENCE_MS = 60_000;
/** Where the money of a change and the new size of its server meet. */
const POINTS: readonly FaultPoint[] = [
  'events/deliver:before',
  'changes/paid:before-resize',
  'services/run:before-call',
  'services/run:after-call',
  'services/run:after-commit',
];

let server: TestServer;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

it.each(POINTS)(
  'takes the money of a change once and makes the server larger once when the process is killed at %s',
  async point => {
    const mortal = await MortalShop.open(server);
    const { shop, customer, order } = mortal;
    const serviceId = order.items[0]!.serviceId;
    await shop.pay(customer, order);
    await shop.passTime('2 minutes');
    const signedIn = await shop.call('POST /api/store/sessions', { body: { email: customer.email, password: PASSWORD } });
    const { accessToken: token } = signedIn.json<{ accessToken: string }>();
    const path = `POST /api/store/services/${serviceId}/changes`;
    const preview = await shop.call(`${path}/preview`, { token, body: { selection: { ...CHOICE, ram: 8 } } });
    const body = { token: expectStatus(preview, 200).json<ChangePreview>().token };
    const headers = { 'idempotency-key': randomUUID() };
    const change = expectStatus(await shop.call(path, { token, headers, body }), 201).json<ServiceChange>();

    const first = await mortal.birth({ FAULT_POINT: point });
    await shop.pay({ ...customer, token }, { invoiceId: change.invoice!.id });
    expect(await first.ended()).toEqual({ code: null, signal: 'SIGKILL' });
    const second = await mortal.birth();
    const state = async () =>
      (await shop.rows<{ state: string }>('select state from service_changes where id = $1', [change.id]))[0]!.state;
    for (const started = performance.now(); (await state()) !== 'done' && performance.now() - started < PATIENCE_MS;) {
      await mortal.passTime('3 minutes');
      await pause(500);
    }
    await second.stop();

    expect(await state()).toBe('done');
    expect(server.cloud.serversOf(serviceId)).toMatchObject([{ plan: 'c2-r8-d40' }]);
    expect(await shop.rows('select state, paid_minor from invoices where id = $1', [change.invoice!.id])).toMatchObject([
      { state: 'paid', paidMinor: BigInt(change.due.amount) },
    ]);
    expect(
      await shop.rows(`select state from service_operations where tenant_id = $1 and service_id = $2 and kind = 'resize'`, [
        shop.tenant.id,
        serviceId,
      ]),
    ).toEqual([{ state: 'succeeded' }]);
    await expectHealthy(shop);
  },
  150_000,
);
