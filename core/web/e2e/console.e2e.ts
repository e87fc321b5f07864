import { describe, expect, it } from 'vitest';
import { tuulik } from './harness/addresses.js';
import { ownerOf } from './harness/api.js';
import { aPurchase } from './harness/purchase.js';
import { aVisitor } from './harness/visitor.js';

const READY_MS = 90_000;

describe('the console of a server that was bought', () => {
  it('is a terminal in the browser, from the button to the last word', async () => {
    const { customer, order } = await aPurchase(tuulik, 'console.example.com');
    const params = { serviceId: order.items[0]!.serviceId };
    await expect
      .poll(async () => (await customer.call('getService', { params })).serverState, { timeout: READY_MS, interval: 500 })
      .toBe('running');
    const { url } = await customer.call('openServiceConsole', { params });
    const { page, complaints } = await aVisitor();

    await page.goto(url);
    await page.locator('#console[data-state="connected"]').waitFor();
    await page.keyboard.type('hostname\n');
    await page.locator('.xterm-rows', { hasText: /hostname[^]*console\.example\.com/ }).waitFor();
    await page.keyboard.type('exit\n');
    await page.getByRole('alert').filter({ hasText: 'The server has closed the console.' }).waitFor();

    expect(complaints).toEqual([]);
    const audit = await (await ownerOf(tuulik)).call('listAudit', {});
    expect(audit.items.map(({ action }) => action)).toContain('service.console-opened');
  });

  it('opens for staff too, and nobody else may use the way in', async () => {
    const { customer, order } = await aPurchase(tuulik, 'staff.example.com');
    const params = { serviceId: order.items[0]!.serviceId };
    await expect
      .poll(async () => (await customer.call('getService', { params })).serverState, { timeout: READY_MS, interval: 500 })
      .toBe('running');
    const { url } = await (await ownerOf(tuulik)).call('openAdminServiceConsole', { params });
    const [first, second] = [await aVisitor({ width: 390 }), await aVisitor()];

    await first.page.goto(url);
    await first.page.locator('#console[data-state="connected"]').waitFor();
    await second.page.goto(url);

    await second.page.getByRole('alert').filter({ hasText: 'The console was not opened.' }).waitFor();
  });
});
