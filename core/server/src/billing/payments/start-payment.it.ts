import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aCustomer, payingHouse, type PayingHouse, type PayingShop } from '../../../test/harness/paying-shop.js';
import { newId } from '../../platform/database/index.js';

let house: PayingHouse;
let shop: PayingShop;

beforeAll(async () => {
  house = await payingHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.shop();
});

const chargesOf = (paymentId: string): number =>
  house.pay.payments.filter(charge => charge.metadata['payment_id'] === paymentId).length;

describe('beginning to pay', () => {
  it('sends the customer to the hosted page, which leads back to the shop with the payment', async () => {
    const invoice = await shop.invoice();

    const { payment, step } = await shop.start(invoice);

    expect(payment).toMatchObject({
      invoiceId: invoice.id,
      state: 'pending',
      amount: { amount: '1999', currency: 'EUR' },
      method: 'Sandbox Pay',
    });
    expect(step).toMatchObject({ next: 'redirect', url: expect.stringContaining(house.pay.url) as string });
    const charge = house.pay.sees(payment.id)!;
    expect(charge.return_url).toBe(`${shop.tenant.url}/cabinet?hw-payment=${payment.id}`);
    expect(charge.amount).toBe('1999');
    expect(charge.notify_url).toBe(`${shop.tenant.url}/hooks/${shop.cards}`);
  });

  it('gives a customer who comes back the same page', async () => {
    const invoice = await shop.invoice();

    const first = await shop.start(invoice);
    const second = await shop.start(invoice);

    expect(second).toEqual(first);
    expect(chargesOf(first.payment.id)).toBe(1);
  });

  it('makes one payment and one charge of ten starts at once', async () => {
    const invoice = await shop.invoice();

    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.startRaw(invoice, shop.cards)));

    expect(answers.map(answer => answer.status)).toEqual(Array.from({ length: 10 }, () => 201));
    const rows = await shop.paymentsOf(invoice);
    expect(rows).toHaveLength(1);
    expect(chargesOf(rows[0]!.id)).toBe(1);
  });

  it('answers a repeated request with the first answer', async () => {
    const invoice = await shop.invoice();
    const key = newId();

    const first = await shop.startRaw(invoice, shop.cards, key);
    const second = await shop.startRaw(invoice, shop.cards, key);

    expect(second.text).toBe(first.text);
    expect(second.headers['idempotent-replay']).toBe('true');
  });

  it('lets the customer choose another way meanwhile', async () => {
    const invoice = await shop.invoice();

    const cards = await shop.start(invoice);
    const bank = await shop.start(invoice, shop.bank);

    expect(bank.payment.id).not.toBe(cards.payment.id);
    expect(bank.step).toMatchObject({ next: 'instructions', markdown: expect.stringContaining('DE89') as string });
  });

  it('begins anew after a refusal of the card', async () => {
    const invoice = await shop.invoice();
    house.pay.nextStart('declined');

    const refused = await shop.start(invoice);
    const next = await shop.start(invoice);

    expect(refused.payment).toMatchObject({ state: 'declined', mayRetry: true, message: 'The card was declined by its bank' });
    expect(refused.step).toEqual({ next: 'nothing' });
    expect(next.payment.id).not.toBe(refused.payment.id);
    expect(await shop.events('payment.declined')).toHaveLength(1);
  });

  it('says that the provider cannot be reached when it certainly did nothing, and begins anew', async () => {
    const invoice = await shop.invoice();
    house.pay.nextStart('retryable');

    const refused = await shop.startRaw(invoice, shop.cards);
    const next = await shop.start(invoice);

    expect(refused.status).toBe(502);
    expect(refused.json()).toMatchObject({ code: 'gateway-unreachable' });
    expect(await shop.paymentsOf(invoice)).toMatchObject([{ state: 'failed' }, { state: 'pending', id: next.payment.id }]);
  });

  it.each(['https://evil.example/', 'http://evil.localhost:3999/cabinet', 'http://user@shop.localhost/'])(
    'refuses to send anybody back to %s',
    async returnUrl => {
      const invoice = await shop.invoice();

      const answer = await shop.startRaw(invoice, shop.cards, newId(), returnUrl);

      expect(answer.status).toBe(422);
      expect(answer.json()).toMatchObject({ code: 'return-url-not-allowed' });
      expect(await shop.paymentsOf(invoice)).toEqual([]);
    },
  );

  it('finds neither the invoice of another customer nor the gateway of another shop', async () => {
    const invoice = await shop.invoice();
    const stranger = await aCustomer(house.http, shop.tenant);
    const other = await house.shop();
    const body = { installationId: shop.cards, returnUrl: shop.tenant.url };
    const headers = { 'idempotency-key': newId() };

    const foreignInvoice = await shop.call(`POST /api/store/invoices/${invoice.id}/payments`, {
      token: stranger.token,
      headers,
      body,
    });
    const foreignGateway = await shop.startRaw(invoice, other.cards);
    const { payment } = await shop.start(invoice);
    const foreignPayment = await shop.call(`GET /api/store/payments/${payment.id}`, { token: stranger.token });
    const foreignShop = await other.call(`GET /api/store/payments/${payment.id}`);

    expect([foreignInvoice, foreignGateway, foreignPayment, foreignShop].map(answer => answer.status)).toEqual([
      404, 404, 404, 404,
    ]);
  });

  it.each(['paid', 'void', 'refunded'])('refuses an invoice that is %s', async state => {
    const invoice = await shop.invoice(1999n, 'EUR', { state, paidMinor: state === 'paid' ? 1999n : 0n });

    const answer = await shop.startRaw(invoice, shop.cards);

    expect(answer.status).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'invoice-state' });
  });
});

describe('ways to pay', () => {
  it('are named in the reader’s language, in the order of the staff, with an icon', async () => {
    const answer = await shop.call('GET /api/store/payment-methods?currency=EUR&locale=uk');

    expect(answer.json()).toEqual({
      items: [
        expect.objectContaining({
          installationId: shop.cards,
          name: 'Sandbox Pay',
          iconUrl: `${shop.tenant.url}/plugins/sandbox-pay/icon.svg`,
        }),
        expect.objectContaining({ installationId: shop.bank, name: 'Банківський переказ' }),
      ],
    });
  });
});
