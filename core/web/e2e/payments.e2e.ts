import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tuulik } from './harness/addresses.js';
import { ownerOf, type ShopApi } from './harness/api.js';
import { addServer, at, checkoutOf, decide, fillBilling, fillCheckout, orderAt, payButton } from './harness/buying.js';
import { aPerson, type Person } from './harness/person.js';
import { enterAdmin, openRow, searchList } from './harness/staff.js';
import { aGuest, aVisitor, type Visitor } from './harness/visitor.js';

const PAID = /received\..*Invoice .+ is paid\./;

let visitor: Visitor;
let person: Person;

beforeEach(async () => {
  visitor = await aVisitor();
  person = aPerson();
});

afterEach(async () => {
  await visitor.leave();
  expect(visitor.complaints).toEqual([]);
});

/** What the shop has written down about the person. */
async function booksOf({ email }: Person) {
  const owner: ShopApi = await ownerOf(tuulik);
  const found = await owner.call('listAdminCustomers', { query: { search: email } });
  const query = { customerId: found.items[0]?.id ?? '' };
  const [orders, payments, invoices] = await Promise.all([
    owner.call('listAdminOrders', { query }),
    owner.call('listAdminPayments', { query }),
    owner.call('listAdminInvoices', { query }),
  ]);
  return { orders: orders.items, payments: payments.items, invoices: invoices.items };
}

describe('a card payment', () => {
  it('that is declined can be tried again and is then paid', async () => {
    const { page } = visitor;
    await orderAt(tuulik, page, person);
    await decide(page, 'decline');
    const checkout = checkoutOf(page);
    await checkout.getByText('The payment did not go through.').waitFor();

    await checkout.getByRole('button', { name: 'Try to pay again' }).click();
    await checkout.getByRole('radio', { name: /Card payments/ }).click();
    await checkout.locator('button.primary', { hasText: /pay/i }).click();
    await decide(page, 'pay');
    await checkout.getByText(PAID).waitFor();

    const { orders, payments, invoices } = await booksOf(person);
    expect(orders).toHaveLength(1);
    expect(payments.map(payment => payment.state).sort()).toEqual(['declined', 'succeeded']);
    expect(invoices).toMatchObject([{ state: 'paid', due: { amount: '0' } }]);
  });

  it('that the bank wants confirmed is paid after the code', async () => {
    const { page } = visitor;
    await orderAt(tuulik, page, person);

    await decide(page, 'confirm');

    await checkoutOf(page).getByText(PAID).waitFor();
    expect((await booksOf(person)).payments).toMatchObject([{ state: 'succeeded' }]);
  });

  it.each([
    ['whose answer is lost is looked up', 'lost'],
    ['that is reported twice is booked once', 'twice'],
    ['that is reported before the buyer is back is booked once', 'early'],
  ] as const)('%s', async (_, decision) => {
    const { page } = visitor;
    await orderAt(tuulik, page, person);

    await decide(page, decision);

    await checkoutOf(page).getByText(PAID).waitFor({ timeout: 60_000 });
    const { orders, payments, invoices } = await booksOf(person);
    expect(orders).toHaveLength(1);
    expect(payments).toMatchObject([{ state: 'succeeded', received: orders[0]?.today }]);
    expect(invoices).toMatchObject([{ state: 'paid', paid: orders[0]?.today }]);
  });
});

describe('a bank transfer', () => {
  it('is told how to pay, marked as paid by staff, and then gets its server', async () => {
    const { page } = visitor;
    await page.goto(at(tuulik, '/p/vps'));
    await addServer(page);
    await page.goto(at(tuulik, '/checkout'));
    await fillCheckout(page, person);
    const checkout = checkoutOf(page);
    await checkout.getByRole('radio', { name: /Bank transfer/ }).click();
    await payButton(page).click();
    const instructions = checkout.locator('hw-markdown');
    await instructions.waitFor();
    expect(await instructions.innerText()).toMatch(/TUU-\d{4}-\d+/);
    expect(await instructions.innerText()).toContain('EE80 7700 7710 0045 8213');
    const [invoice] = (await booksOf(person)).invoices;

    const staff = await aGuest();
    await enterAdmin(staff.page, tuulik);
    const sheet = await openRow(staff.page, await searchList(staff.page, tuulik, 'invoices', invoice?.number ?? ''));
    await sheet.getByRole('button', { name: 'Record payment' }).click();
    await sheet.getByLabel('Reference').fill(`statement-${invoice?.number}`);
    await sheet.getByRole('button', { name: /^Record €/ }).click();
    await sheet.getByText('paid', { exact: true }).first().waitFor();

    await checkout.getByText(PAID).waitFor();
    await checkout.getByText('Everything is ready.').waitFor({ timeout: 90_000 });
    expect(staff.complaints).toEqual([]);
  });
});

describe('one cart', () => {
  it('ordered with a double click is one order with one payment', async () => {
    const { page } = visitor;
    await page.goto(at(tuulik, '/p/vps'));
    await addServer(page);
    await page.goto(at(tuulik, '/checkout'));
    await fillCheckout(page, person);

    await payButton(page).dblclick();
    await page.waitForURL(/\/\/pay\.localhost/);

    const { orders, payments } = await booksOf(person);
    expect(orders).toHaveLength(1);
    expect(payments).toHaveLength(1);
  });

  it('ordered in two tabs at the same moment is one order', async () => {
    const { page, context } = visitor;
    await page.goto(at(tuulik, '/p/vps'));
    await addServer(page);
    await page.goto(at(tuulik, '/checkout'));
    await fillCheckout(page, person);
    const other = await context.newPage();
    await other.goto(at(tuulik, '/checkout'));
    await checkoutOf(other).getByText(person.email).waitFor();
    await fillBilling(other, person);

    await Promise.all([payButton(page).click(), payButton(other).click()]);
    await expect.poll(() => [page, other].some(tab => new URL(tab.url()).host.startsWith('pay.'))).toBe(true);

    expect((await booksOf(person)).orders).toHaveLength(1);
    const late = [page, other].find(tab => !new URL(tab.url()).host.startsWith('pay.'));
    await late
      ?.locator('hw-checkout')
      .getByText(/ordered already|nothing to order/)
      .first()
      .waitFor();
  });
});
