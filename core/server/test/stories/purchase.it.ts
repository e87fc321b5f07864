import type { Invoice, Service } from '@hostwright/sdk/http';
import { PDFParse } from 'pdf-parse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aServer, aShop, expectStatus, type TestServer } from '../harness/shop.js';
import { expectHealthy } from './story.js';

let server: TestServer;

beforeAll(async () => {
  server = await aServer();
});

afterAll(() => server.close());

it('sells a server from the quote to the mail with the invoice', async () => {
  const shop = await aShop(server);
  const customer = await shop.customer();
  const quote = await shop.quote();
  const cart = await shop.cart();
  expect(cart.today).toEqual(quote.today);

  const order = await shop.order(customer, {}, cart);
  await shop.pay(customer, order);
  await shop.passTime('2 minutes');

  const mine = <Answer>(path: string) =>
    shop.call(`GET /api/store/${path}`, { token: customer.token }).then(answer => answer.json<Answer>());
  const invoice = await mine<Invoice>(`invoices/${order.invoiceId}`);
  expect(invoice).toMatchObject({ state: 'paid', total: quote.today, number: order.invoiceNumber });
  const { serviceId } = order.items[0]!;
  expect(await mine<Service>(`services/${serviceId}`)).toMatchObject({
    state: 'active',
    serverState: 'running',
    hostname: 'web.example.com',
  });
  expect(await mine(`orders/${order.id}`)).toMatchObject({ state: 'completed' });
  expect(server.cloud.serversOf(serviceId)).toHaveLength(1);

  const credentials = `POST /api/store/services/${serviceId}/credentials`;
  const revealed = expectStatus(await shop.call(credentials, { token: customer.token }), 200).json<{ password: string }>();
  expect(revealed.password.length).toBeGreaterThan(7);
  expect((await shop.call(credentials, { token: customer.token })).json()).toMatchObject({ code: 'credentials-gone' });

  const mails = server.mailbox.mails.filter(mail => mail.to.includes(customer.email));
  const attached = mails.flatMap(({ parsed }) => parsed.attachments).filter(file => file.contentType === 'application/pdf');
  expect(attached.length).toBeGreaterThanOrEqual(1);
  const paper = await textOf(attached[0]!.content);
  expect(paper).toContain(invoice.number);
  expect(paper).toContain('Ada Lovelace');
  expect(mails.map(({ parsed }) => `${parsed.text}${String(parsed.html)}`).join()).not.toContain(revealed.password);
  await expectHealthy(shop);
}, 120_000);

async function textOf(pdf: Buffer): Promise<string> {
  const parser = new PDFParse({ data: new Uint8Array(pdf) });
  try {
    return (await parser.getText()).text;
  } finally {
    await parser.destroy();
  }
}
