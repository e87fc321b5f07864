import type { AdminPayment, Statement } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { payingHouse, type PayingHouse, type PayingShop } from '../../../test/harness/paying-shop.js';
import { StatementDesk, statementOf, verdictsOf } from '../../../test/harness/statement-desk.js';
import { StatementsModule } from './index.js';

let house: PayingHouse;
let shop: PayingShop;
let desk: StatementDesk;

beforeAll(async () => {
  house = await payingHouse({}, [StatementsModule]);
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.shop();
  desk = new StatementDesk(shop);
});

describe('a dry run', () => {
  it('says what would become of every booking, and writes nothing', async () => {
    const [exact, part, over, dollars, closed] = [
      await shop.invoice(),
      await shop.invoice(),
      await shop.invoice(),
      await shop.invoice(1999n, 'USD'),
      await shop.invoice(1999n, 'EUR', { state: 'void' }),
    ];
    const before = await desk.written();

    const { dryRun, statementId, lines, faults } = await desk.rehearse([
      { text: `Invoice ${exact.number.toLowerCase().replaceAll('-', ' ')}` },
      { text: part.number, amount: '10.00' },
      { text: over.number, amount: '30.00' },
      { text: dollars.number },
      { text: closed.number },
      { text: 'TST-2026-000000000001' },
      { text: 'thanks!' },
      { text: 'Rent', amount: '-300.00' },
      'what is this',
    ]);

    expect([dryRun, statementId]).toEqual([true, null]);
    expect(
      lines.map(({ line, verdict, difference, reason, due, invoice }) => [
        line,
        verdict,
        difference ?? reason,
        due?.amount,
        invoice?.number,
      ]),
    ).toEqual([
      [2, 'matched', null, '1999', exact.number],
      [3, 'amount-differs', 'part-paid', '1999', part.number],
      [4, 'amount-differs', 'overpaid', '1999', over.number],
      [5, 'other-currency', null, '1999', dollars.number],
      [6, 'unmatched', 'invoice-closed', '1999', closed.number],
      [7, 'unmatched', 'unknown-reference', undefined, undefined],
      [8, 'unmatched', 'no-reference', undefined, undefined],
      [9, 'outgoing', null, undefined, undefined],
    ]);
    expect(lines[0]).toMatchObject({
      ...{ bookedOn: '2026-11-02', payer: 'Ada Lovelace', amount: { amount: '1999', currency: 'EUR' } },
      invoice: { id: exact.id, customer: { id: shop.customer.id, name: 'Chris Customer' } },
    });
    expect(faults).toEqual([{ line: 10, code: 'bad-columns', message: expect.any(String) as string }]);
    expect(await desk.written()).toEqual(before);
  });

  it('counts what earlier bookings of the file would have paid', async () => {
    const invoice = await shop.invoice();
    const rows = ['10.00', '9.99', '1.00'].map(amount => ({ text: invoice.number, amount }));

    const dry = await desk.rehearse(rows);

    expect(verdictsOf(dry)).toEqual(['amount-differs', 'matched', 'unmatched']);
    expect(dry.lines.map(({ due }) => due?.amount)).toEqual(['1999', '999', '0']);
    expect(verdictsOf(await desk.perform(rows))).toEqual(verdictsOf(dry));
  });
});

describe('an import', () => {
  it('pays what it names: in full, in part, and with the surplus as credit', async () => {
    const [exact, part, over] = [await shop.invoice(), await shop.invoice(), await shop.invoice()];

    const done = await desk.perform([
      { text: exact.number },
      { text: part.number, amount: '10.00' },
      { text: over.number, amount: '30.00' },
    ]);

    expect(verdictsOf(done)).toEqual(['matched', 'amount-differs', 'amount-differs']);
    expect(await shop.invoiceState(exact)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.invoiceState(part)).toEqual({ state: 'open', paidMinor: 1000n });
    expect(await shop.invoiceState(over)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect((await shop.gatewayPostings()).map(({ amountMinor }) => amountMinor).toSorted()).toEqual([1000n, 1999n, 3000n]);
  });

  it('ends the payment that the customer began, and names the booking in it', async () => {
    const invoice = await shop.invoice();
    const { payment } = await shop.start(invoice, shop.bank);

    await desk.perform([{ text: invoice.number }]);

    const [line] = await desk.lines();
    const settled = await shop.staffPayment(payment.id);
    expect(settled).toMatchObject<Partial<AdminPayment>>({ state: 'succeeded', received: { amount: '1999', currency: 'EUR' } });
    expect(line).toMatchObject({ state: 'matched', paymentId: payment.id, invoice: { id: invoice.id }, gateway: 'Our bank' });
  });

  it('is in the audit with who did it, and in the list of imports', async () => {
    const invoice = await shop.invoice();

    const { statementId } = await desk.perform([{ text: invoice.number, day: '2026-11-05' }, { text: '?' }, 'x']);

    const [entry] = await shop.rows<{ actor: string; target: string; detail: object }>(
      `select actor, target, detail from audit_entries where action = 'statement.imported'`,
    );
    expect(entry).toEqual({
      actor: expect.stringMatching(/^staff:/) as string,
      target: `statement:${statementId}`,
      detail: { name: 'november.csv', lines: 2, faults: 1 },
    });
    const imports = await shop.asStaff('GET /api/admin/statements');
    expect(imports.json<{ items: Statement[] }>().items).toEqual([
      {
        ...{ id: statementId, installationId: shop.bank, gateway: 'Our bank', name: 'november.csv' },
        ...{ from: '2026-11-02', until: '2026-11-05', matched: 1, unmatched: 1, dismissed: 0, faults: 1 },
        importedAt: expect.any(String) as string,
      },
    ]);
  });

  it('of the same file again changes nothing', async () => {
    const invoices = [await shop.invoice(), await shop.invoice()];
    const rows = [{ text: invoices[0]!.number }, { text: invoices[1]!.number, amount: '5.00' }, { text: 'thanks!' }];
    const first = await desk.perform(rows);
    const before = await desk.written();

    const again = await desk.perform(rows, { name: 'the same under another name.csv' });

    expect(again.statementId).toBe(first.statementId);
    expect(verdictsOf(again)).toEqual(['already-imported', 'already-imported', 'already-imported']);
    expect(again.lines.map(({ invoice }) => invoice?.number)).toEqual([...invoices.map(({ number }) => number), undefined]);
    expect(await desk.written()).toEqual(before);
    expect(verdictsOf(await desk.rehearse(rows))).toEqual(verdictsOf(again));
  });

  it('of a statement that overlaps books only what is new', async () => {
    const invoices = [await shop.invoice(), await shop.invoice(), await shop.invoice()];
    const rows = invoices.map(({ number }, index) => ({ text: number, day: `2026-11-0${index + 1}`, amount: '5.00' }));
    await desk.perform(rows.slice(0, 2));

    const second = await desk.perform(rows.slice(1));

    expect(verdictsOf(second)).toEqual(['already-imported', 'amount-differs']);
    expect(await Promise.all(invoices.map(async invoice => (await shop.invoiceState(invoice)).paidMinor))).toEqual([
      500n,
      500n,
      500n,
    ]);
    expect(await shop.gatewayPostings()).toHaveLength(3);
  });

  it('twenty times at once books each line once', async () => {
    const invoices = await Promise.all(Array.from({ length: 5 }, () => shop.invoice()));
    const rows = [...invoices.map(({ number }) => ({ text: number, amount: '15.00' })), { text: 'thanks!' }];

    const all = await Promise.all(Array.from({ length: 20 }, () => desk.perform(rows)));

    expect(new Set(all.map(({ statementId }) => statementId)).size).toBe(1);
    expect(all.flatMap(verdictsOf).filter(verdict => verdict === 'amount-differs')).toHaveLength(5);
    expect(await shop.gatewayPostings()).toHaveLength(5);
    for (const invoice of invoices) expect(await shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 1500n });
    expect((await desk.lines()).map(({ state }) => state)).toEqual([...Array<string>(5).fill('matched'), 'unmatched']);
    expect(await shop.rows(`select 1 from audit_entries where action = 'statement.imported'`)).toHaveLength(1);
  });

  it('of overlapping files at once books each line once', async () => {
    const invoices = await Promise.all(Array.from({ length: 6 }, () => shop.invoice()));
    const rows = invoices.map(({ number }) => ({ text: number, amount: '5.00' }));

    await Promise.all([0, 1, 2, 3].flatMap(from => [desk.perform(rows.slice(from)), desk.perform(rows.slice(0, 6 - from))]));

    expect(await shop.gatewayPostings()).toHaveLength(6);
    expect(await desk.lines()).toHaveLength(6);
  });

  it('at the moment in which a card pays takes the invoice’s money once and leaves the rest for staff or as credit', async () => {
    const invoice = await shop.invoice();
    const { payment } = await shop.start(invoice);
    await house.pay.settle(payment.id, 'succeeded', { silently: true });

    await Promise.all([shop.deliver(house.pay.signedWebhook(payment.id)), desk.perform([{ text: invoice.number }])]);

    expect(await shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    const [line] = await desk.lines();
    expect([line!.state, line!.reason]).toEqual(line!.state === 'matched' ? ['matched', null] : ['unmatched', 'invoice-closed']);
  });

  it('of two bookings that are alike books both', async () => {
    const invoice = await shop.invoice();
    const rows = [
      { text: invoice.number, amount: '5.00' },
      { text: invoice.number, amount: '5.00' },
    ];

    await desk.perform(rows);
    await desk.perform(rows);

    expect(await shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 1000n });
  });

  it('finds the invoice of a booking that waited for it', async () => {
    const number = 'TST-2026-777777777';
    await desk.perform([{ text: number }]);
    const invoice = await shop.invoice(1999n, 'EUR', { number });

    const again = await desk.perform([{ text: number }]);

    expect(verdictsOf(again)).toEqual(['matched']);
    expect(await shop.invoiceState({ ...invoice, number })).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await desk.lines()).toHaveLength(1);
  });

  it('pays nothing in another currency, nor for several invoices at once', async () => {
    const [dollars, first, second] = [await shop.invoice(1999n, 'USD'), await shop.invoice(), await shop.invoice(500n)];

    await desk.perform([{ text: dollars.number }, { text: `${first.number} | ${second.number}`, amount: '24.99' }]);

    expect(await shop.gatewayPostings()).toEqual([]);
    expect((await desk.lines('state=unmatched')).map(({ reason, invoice }) => [reason, invoice?.number])).toEqual([
      ['other-currency', dollars.number],
      ['several-invoices', undefined],
    ]);
  });

  it('brings money that went out to no list', async () => {
    await desk.perform([
      { text: 'Rent', amount: '-5.00' },
      { text: 'nothing', amount: '0.00' },
    ]);

    expect(await desk.lines()).toEqual([]);
  });

  it('takes a text as well as base64, and more than the other calls take', async () => {
    const invoice = await shop.invoice();
    const many = Array.from({ length: 4000 }, (_, index) => ({ text: `a long story about payment ${'x'.repeat(60)} ${index}` }));
    const content = statementOf([{ text: invoice.number }, ...many]);

    const done = await desk.perform([], { file: { name: 'long.csv', encoding: 'text', content } });

    expect(content.length).toBeGreaterThan(300_000);
    expect(verdictsOf(done).filter(verdict => verdict === 'matched')).toHaveLength(1);
    expect(done.lines).toHaveLength(4001);
  });
});

describe('a statement that cannot be read', () => {
  it.each([
    ['no statement', { name: 'x.txt', encoding: 'text', content: 'hello' }, 422, 'statement-unreadable'],
    [
      'an XML bomb',
      { name: 'x.xml', encoding: 'text', content: '<!DOCTYPE d [<!ENTITY a "a">]><d>&a;</d>' },
      422,
      'statement-unreadable',
    ],
    ['no base64', { name: 'x.csv', encoding: 'base64', content: 'RGF0ZTt*' }, 400, 'invalid-input'],
    ['base64 that lost its end', { name: 'x.csv', encoding: 'base64', content: 'RGF0Z' }, 400, 'invalid-input'],
    ['nothing', { name: 'x.csv', encoding: 'text', content: '' }, 400, 'invalid-input'],
    ['more than the limit', { name: 'x.csv', encoding: 'text', content: 'x'.repeat(4_500_000) }, 413, 'body-too-large'],
  ])('because it is %s is refused, and nothing is written', async (_, file, status, code) => {
    const before = await desk.written();

    const answer = await desk.send([], false, { file });

    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([status, code]);
    expect(await desk.written()).toEqual(before);
  });

  it('by this way to pay is refused with the field', async () => {
    const answer = await desk.send([], true, { installationId: shop.cards });

    expect(answer.json()).toMatchObject({ code: 'invalid-input', errors: [{ field: 'installationId' }] });
  });
});
