import { afterAll, beforeAll, expect, it } from 'vitest';
import { aServer, aShop, type TestServer } from './harness/shop.js';

let server: TestServer;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

it.each(['EUR', 'UAH', 'JPY', 'KWD'])('sells a server for %s and delivers it, told by mail', async currency => {
  const shop = await aShop(server);
  const customer = await shop.customer();
  const order = await shop.order(customer, { currency });

  await shop.pay(customer, order);
  await shop.passTime('2 minutes');

  const service = await shop.call(`GET /api/store/services/${order.items[0]!.serviceId}`, { token: customer.token });
  expect(service.json()).toMatchObject({ state: 'active', serverState: 'running' });
  const invoice = await shop.call(`GET /api/store/invoices/${order.invoiceId}`, { token: customer.token });
  expect(invoice.json()).toMatchObject({ state: 'paid', total: order.today });
  const mails = server.mailbox.mails.filter(mail => mail.to.includes(customer.email));
  expect(mails.length).toBeGreaterThanOrEqual(2);
});
