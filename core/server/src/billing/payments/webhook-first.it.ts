import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { payingHouse, type PayingHouse, type PayingShop } from '../../../test/harness/paying-shop.js';

let house: PayingHouse;
let shop: PayingShop;

/** The shop really listens here, so that the provider itself can bring its messages. */
beforeAll(async () => {
  const port = await freePort();
  house = await payingHouse({ PUBLIC_PORT: String(port) });
  await house.http.app.listen(port, '127.0.0.1');
  shop = await house.shop({ hosts: ['127.0.0.1'] });
});

afterAll(() => house.close());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

it('settles once when the webhook arrives before the answer to the start', async () => {
  const invoice = await shop.invoice();
  house.pay.webhookBeforeAnswer();

  const { payment, step } = await shop.start(invoice);
  await house.jobs.run();

  expect(house.pay.deliveries.at(-1)).toMatchObject({ status: 200 });
  expect(payment.state).toBe('succeeded');
  expect(step).toEqual({ next: 'nothing' });
  expect(await shop.inbox()).toEqual([{ state: 'applied' }]);
  expect(await shop.invoiceState(invoice)).toMatchObject({ state: 'paid' });
  expect(await shop.gatewayPostings()).toHaveLength(1);
  expect(await shop.events('payment.succeeded')).toHaveLength(1);
});

it('settles once when the provider delivers twice', async () => {
  const invoice = await shop.invoice();
  const { payment } = await shop.start(invoice);
  const before = (await shop.gatewayPostings()).length;
  house.pay.deliverWebhookTwice();

  await house.pay.settle(payment.id, 'succeeded');
  await house.jobs.run();

  expect(house.pay.deliveries.slice(-2).map(delivery => delivery.status)).toEqual([200, 200]);
  expect(await shop.payment(payment.id)).toMatchObject({ state: 'succeeded' });
  expect(await shop.gatewayPostings()).toHaveLength(before + 1);
});
