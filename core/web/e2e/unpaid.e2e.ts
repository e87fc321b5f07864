import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tuulik } from './harness/addresses.js';
import { ownerOf, type ShopApi } from './harness/api.js';
import { at, cabinetOf } from './harness/buying.js';
import { anOrder } from './harness/purchase.js';
import { enterAdmin, openRow } from './harness/staff.js';
import { aGuest, aVisitor, type Visitor } from './harness/visitor.js';
import { said } from './harness/words.js';

const mark = Math.random().toString(36).slice(2, 8);
const named = (name: string): string => `${name}-${mark}.example.com`;

let staff: Visitor;
let owner: ShopApi;

beforeAll(async () => {
  [staff, owner] = await Promise.all([aVisitor(), ownerOf(tuulik)]);
  await enterAdmin(staff.page, tuulik);
});

afterAll(() => staff.leave());

describe('an order that nobody pays for', () => {
  it('is cancelled by its customer, who is asked first', async () => {
    const { person, customer, order } = await anOrder(tuulik, named('changed-my-mind'));
    const { page, complaints, leave } = await aGuest({ width: 390 });
    await page.goto(at(tuulik, `/cabinet?hw-view=invoice:${order.invoiceId}`));
    const cabinet = cabinetOf(page);
    await cabinet.getByRole('button', { name: said('en', 'have-account') }).click();
    await cabinet.getByLabel(said('en', 'email')).fill(person.email);
    await cabinet.getByLabel(said('en', 'password')).fill(person.password);
    await cabinet.getByRole('button', { name: 'Sign in', exact: true }).last().click();

    await cabinet.getByRole('button', { name: 'Cancel the order' }).click();
    await cabinet.getByRole('button', { name: 'Keep it' }).click();
    await cabinet.getByRole('button', { name: 'Cancel the order' }).click();
    await cabinet.getByText(order.number, { exact: false }).first().waitFor();
    expect((await customer.call('getOrder', { params: { orderId: order.id } })).state).toBe('placed');
    await cabinet.getByRole('button', { name: 'Cancel the order' }).click();

    await cabinet.locator('hw-state-badge', { hasText: 'Void' }).waitFor();
    expect((await customer.call('getOrder', { params: { orderId: order.id } })).state).toBe('cancelled');
    expect(complaints).toEqual([]);
    await leave();
  });

  it('is cancelled by staff', async () => {
    const { customer, order } = await anOrder(tuulik, named('never-answered'));
    const { page } = staff;
    await page.goto(`${tuulik.url}/admin/orders`);
    const sheet = await openRow(page, page.locator('.list tbody tr', { hasText: order.number }));

    await sheet.getByRole('button', { name: 'Cancel the order' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click();

    await sheet.locator('header hw-state', { hasText: 'cancelled' }).waitFor();
    expect(await sheet.getByRole('button', { name: 'Cancel the order' }).count()).toBe(0);
    expect((await customer.call('getOrder', { params: { orderId: order.id } })).state).toBe('cancelled');
  });
});

describe('the days until an unpaid service stops', () => {
  it('are set by staff, who are told what the server would refuse', async () => {
    const { page } = staff;
    const before = await owner.call('getDunningSettings');
    await page.goto(`${tuulik.url}/admin/unpaid`);
    const end = page.getByLabel('Days until it is ended');
    const save = page.getByRole('button', { name: 'Save' });

    await end.fill(String((before.suspendAfterDays ?? 3) + 1));
    await page.getByRole('alert').waitFor();
    expect(await save.isDisabled()).toBe(true);
    await end.fill('45');
    await save.click();

    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await owner.call('getDunningSettings')).toEqual({ ...before, terminateAfterDays: 45 });
    await owner.call('updateDunningSettings', { body: before });
  });
});
