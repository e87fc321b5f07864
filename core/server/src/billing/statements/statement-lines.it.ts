import type { StatementLine } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, payingHouse, signIn, type PayingHouse, type PayingShop } from '../../../test/harness/paying-shop.js';
import { StatementDesk, statementOf, verdictsOf } from '../../../test/harness/statement-desk.js';
import type { TestAnswer } from '../../../test/harness/http.js';
import { newId } from '../../platform/database/index.js';
import { StaffMembers } from '../../platform/identity/index.js';
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

const codeOf = (answer: TestAnswer): string => answer.json<{ code: string }>().code;

describe('a booking that waits for staff', () => {
  it('is found by what the payer wrote and by its import, in the order of the file', async () => {
    const first = await desk.perform([{ text: 'For Ada' }, { text: 'for hosting', payer: 'Grace' }]);
    house.http.clock.pass(1000);
    await desk.perform([{ text: 'more' }]);

    expect((await desk.lines()).map(({ text }) => text)).toEqual(['more', 'For Ada', 'for hosting']);
    expect((await desk.lines(`statementId=${first.statementId}`)).map(({ line }) => line)).toEqual([2, 3]);
    expect((await desk.lines('search=GRACE')).map(({ text }) => text)).toEqual(['for hosting']);
    expect((await desk.lines('search=for%20a')).map(({ text }) => text)).toEqual(['For Ada']);
    expect(await desk.lines('state=matched')).toEqual([]);
    const page = await shop.asStaff('GET /api/admin/statement-lines?limit=2');
    const { next } = page.json<{ next: string }>();
    expect((await desk.lines(`limit=2&cursor=${next}`)).map(({ text }) => text)).toEqual(['for hosting']);
  });

  it('pays the invoice that staff name, once, and says so in the audit', async () => {
    const invoice = await shop.invoice();
    await desk.perform([{ text: 'thanks!' }]);
    const [line] = await desk.lines('state=unmatched');

    const [matched, again] = [await desk.match(line!, invoice), await desk.match(line!, invoice)];

    expect([matched.status, matched.json<StatementLine>()]).toEqual([
      200,
      {
        ...line!,
        state: 'matched',
        reason: null,
        paymentId: expect.any(String) as string,
        invoice: expect.objectContaining({ id: invoice.id }) as object,
      },
    ]);
    expect(again.json()).toEqual(matched.json());
    expect(await shop.invoiceState(invoice)).toEqual({ state: 'paid', paidMinor: 1999n });
    expect(await shop.gatewayPostings()).toHaveLength(1);
    const audit = await shop.rows(`select target, detail from audit_entries where action = 'statement-line.matched'`);
    expect(audit).toEqual([
      {
        target: `statement-line:${line!.id}`,
        detail: { bookedOn: '2026-11-02', amount: '1999', currency: 'EUR', invoice: invoice.number },
      },
    ]);
    expect(verdictsOf(await desk.perform([{ text: 'thanks!' }]))).toEqual(['already-imported']);
  });

  it('pays one invoice, whichever of ten people is first', async () => {
    const invoices = await Promise.all(Array.from({ length: 10 }, () => shop.invoice()));
    await desk.perform([{ text: 'thanks!' }]);
    const [line] = await desk.lines();

    const answers = await Promise.all(invoices.map(invoice => desk.match(line!, invoice)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(9).fill(409)]);
    expect(answers.filter(({ status }) => status === 409).map(codeOf)).toEqual(Array(9).fill('statement-line-state'));
    expect(await shop.gatewayPostings()).toHaveLength(1);
  });

  it.each([
    ['is in another currency', () => shop.invoice(1999n, 'USD'), 'amount-mismatch'],
    ['is void', () => shop.invoice(1999n, 'EUR', { state: 'void' }), 'invoice-state'],
    ['nobody has', async () => ({ id: newId(), number: '' }), 'not-found'],
  ])('pays no invoice that %s, and goes on waiting', async (_, invoice, code) => {
    await desk.perform([{ text: 'thanks!' }]);
    const [line] = await desk.lines();
    const wanted = await invoice();
    const before = await desk.written();

    expect(codeOf(await desk.match(line!, wanted))).toBe(code);
    expect(await desk.written()).toEqual(before);
  });

  it('leaves the list when it is nobody’s payment, and may be matched later all the same', async () => {
    const invoice = await shop.invoice();
    await desk.perform([{ text: 'interest' }]);
    const [line] = await desk.lines();

    const [once, twice] = [await desk.dismiss(line!), await desk.dismiss(line!)];

    expect(once.json()).toMatchObject({ state: 'dismissed', paymentId: null });
    expect(twice.json()).toEqual(once.json());
    expect(await desk.lines('state=unmatched')).toEqual([]);
    expect(await shop.rows(`select 1 from audit_entries where action = 'statement-line.dismissed'`)).toHaveLength(1);
    expect((await desk.match(line!, invoice)).json()).toMatchObject({ state: 'matched' });
    expect(codeOf(await desk.dismiss(line!))).toBe('statement-line-state');
  });
});

describe('another shop', () => {
  it('sees no statement and no booking of this one, and can do nothing with them', async () => {
    const other = await house.shop();
    const next = new StatementDesk(other);
    const invoice = await shop.invoice();
    await desk.perform([{ text: 'thanks!' }]);
    const [line] = await desk.lines();
    const before = await desk.written();

    expect((await other.asStaff('GET /api/admin/statements')).json()).toEqual({ items: [], next: null });
    expect(await next.lines()).toEqual([]);
    expect(await next.lines(`statementId=${line!.statementId}`)).toEqual([]);
    expect([(await next.match(line!, await other.invoice())).status, (await next.dismiss(line!)).status]).toEqual([404, 404]);
    expect((await desk.match(line!, await other.invoice())).status).toBe(404);
    expect((await next.send([{ text: invoice.number }], false, { installationId: shop.bank })).status).toBe(404);
    expect(await desk.written()).toEqual(before);
  });

  it('pays nothing here with a statement that names our invoice', async () => {
    const other = await house.shop();
    const next = new StatementDesk(other);
    const invoice = await shop.invoice();

    const { lines } = await next.perform([{ text: invoice.number }]);

    expect(lines).toMatchObject([{ verdict: 'unmatched', reason: 'unknown-reference', invoice: null }]);
    expect(await shop.invoiceState(invoice)).toEqual({ state: 'open', paidMinor: 0n });
  });

  it('imports the same file for itself', async () => {
    const other = await house.shop();
    const next = new StatementDesk(other);
    await desk.perform([{ text: 'thanks!' }]);

    expect(verdictsOf(await next.perform([{ text: 'thanks!' }]))).toEqual(['unmatched']);
    expect(await next.lines()).toHaveLength(1);
  });
});

it('is imported by nobody without the right to', async () => {
  const email = `support@${shop.tenant.slug}.example`;
  await house.http.app.get(StaffMembers).create(shop.tenant.id, { email, name: 'Sam', password: PASSWORD, role: 'support' });
  const token = await signIn(house.http, shop.tenant, 'POST /api/admin/sessions', email);
  await desk.perform([{ text: 'thanks!' }]);
  const [line] = await desk.lines();
  const file = { name: 'x.csv', encoding: 'text', content: statementOf([]) };
  const calls: readonly (readonly [string, object | undefined])[] = [
    ['POST /api/admin/statements', { installationId: shop.bank, dryRun: true, file }],
    [`POST /api/admin/statement-lines/${line!.id}/match`, { invoiceId: newId() }],
    [`POST /api/admin/statement-lines/${line!.id}/dismiss`, undefined],
  ];

  for (const [route, body] of calls) {
    expect([route, (await shop.call(route, { token, ...(body && { body }) })).status]).toEqual([route, 403]);
    expect([route, (await shop.call(route, { ...(body && { body }) })).status]).toEqual([route, 401]);
  }
});
