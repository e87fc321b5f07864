import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kashtan, tuulik } from './harness/addresses.js';
import { aPerson } from './harness/person.js';
import { aPurchase, type Purchase } from './harness/purchase.js';
import { enterAdmin, openRow, searchList } from './harness/staff.js';
import { aVisitor, type Visitor } from './harness/visitor.js';

const SET_UP_MS = 90_000;

let staff: Visitor;
let neighbour: Visitor;
let purchase: Purchase;
/** The sandbox's cloud gives up on names that begin like this. */
const hostname = `fail-${aPerson().email.slice(5, 15)}.example.com`;

beforeAll(async () => {
  [staff, neighbour, purchase] = await Promise.all([aVisitor(), aVisitor(), aPurchase(tuulik, hostname)]);
});

afterAll(() => Promise.all([staff.leave(), neighbour.leave()]));

/** The purchase as each list of the panel has it: where, and what to search for. */
const entries = (): [list: string, search: string][] => [
  ['orders', purchase.order.number],
  ['customers', purchase.person.email],
  ['services', hostname],
  ['invoices', purchase.order.invoiceNumber],
  ['payments', purchase.order.invoiceNumber],
];

describe('the owner of the shop', () => {
  it('is refused with a wrong password and let in with the right one', async () => {
    const { page } = staff;
    await page.goto(`${tuulik.url}/admin/`);
    await page.locator('input[name="email"]').fill(tuulik.owner.email);
    await page.locator('input[name="password"]').fill('not the password');
    await page.locator('button[type="submit"]').click();
    await page.getByText('The e-mail or the password is not right').waitFor();

    await enterAdmin(page, tuulik);

    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  it('finds the purchase in every list and opens it beside the list', async () => {
    const { page } = staff;
    for (const [list, search] of entries()) {
      const rows = await searchList(page, tuulik, list, search);
      expect(await rows.count(), list).toBe(1);
      expect(await rows.innerText(), list).toContain(purchase.person.name);

      const sheet = await openRow(page, rows);

      expect(await sheet.innerText(), list).toContain(list === 'customers' ? purchase.person.email : purchase.person.name);
    }
  });

  it('retries a server whose set-up failed', async () => {
    const { page } = staff;
    await expect
      .poll(async () => (await searchList(page, tuulik, 'services', hostname)).innerText(), {
        timeout: SET_UP_MS,
        interval: 1000,
      })
      .toContain('failed');
    const sheet = await openRow(page, page.locator('.list tbody tr'));
    const attempts = sheet.locator('hw-operation-timeline li');
    const before = await attempts.count();

    await sheet.getByRole('button', { name: 'Retry' }).click();

    await expect.poll(async () => sheet.innerText()).toContain('being set up');
    await expect.poll(() => attempts.count()).toBeGreaterThan(before);
  });
});

describe('the plugins page', () => {
  it('draws the settings from the schema and never shows a secret', async () => {
    const { page } = staff;
    await page.goto(`${tuulik.url}/admin/plugins`);
    await page.getByRole('link', { name: 'Card', exact: true }).click();
    const sheet = page.locator('hw-sheet');
    await sheet.getByLabel('Address', { exact: false }).first().waitFor();

    expect(await sheet.getByLabel('Address', { exact: false }).first().inputValue()).toMatch(/^http:\/\/127\.0\.0\.1/);
    for (const secret of ['Secret key', 'Webhook secret']) {
      const field = sheet.getByLabel(secret);
      expect(await field.inputValue()).toBe('');
      expect(await field.getAttribute('type')).toBe('password');
    }
    expect(await page.content()).not.toContain('demo-pay-key');
  });

  it('tests the connection with the settings that are saved', async () => {
    const sheet = staff.page.locator('hw-sheet');

    await sheet.getByRole('button', { name: 'Test connection' }).click();

    await sheet.getByText('The connection works.').waitFor();
  });

  it('saves a changed setting and keeps the secrets', async () => {
    const { page } = staff;
    await page.goto(`${tuulik.url}/admin/plugins`);
    await page.getByRole('link', { name: 'Bank transfer', exact: true }).click();
    const sheet = page.locator('hw-sheet');
    const bank = sheet.getByLabel(/^Bank/);
    await bank.fill('Läänemere Pank AS');
    await sheet.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Settings saved').waitFor();

    await page.reload();

    await expect.poll(() => bank.inputValue()).toBe('Läänemere Pank AS');
  });

  it('says at the field what the schema does not allow', async () => {
    const { page } = staff;
    const sheet = page.locator('hw-sheet');
    const iban = sheet.getByLabel('IBAN');
    const right = await iban.inputValue();

    await iban.fill('EE');
    await iban.blur();
    await sheet.getByRole('button', { name: 'Save' }).click();

    await sheet.locator('mat-error').first().waitFor();
    await iban.fill(right);
  });
});

describe('the audit', () => {
  it('says in words who did what', async () => {
    const { page } = staff;
    await page.goto(`${tuulik.url}/admin/audit`);
    await page.getByText('Plugin settings changed').first().waitFor();

    const actions = await page.locator('.list tbody td:first-child').allInnerTexts();

    expect(actions.filter(action => /^[a-z]+(\.[a-z-]+)+$/.test(action))).toEqual([]);
  });
});

describe('staff of another shop', () => {
  it('see nothing of the purchase', async () => {
    const { page } = neighbour;
    await enterAdmin(page, kashtan);

    for (const [list, search] of entries()) {
      expect(await (await searchList(page, kashtan, list, search)).count(), list).toBe(0);
    }
  });

  it('find no such thing under the address of the purchase', async () => {
    const { page } = neighbour;
    const { order } = purchase;
    for (const path of [`orders/${order.id}`, `invoices/${order.invoiceId}`, `services/${order.items[0]?.serviceId}`]) {
      await page.goto(`${kashtan.url}/admin/${path}`);
      await page
        .locator('hw-sheet')
        .getByText(/no such thing|немає|нет/i)
        .first()
        .waitFor();
      expect(await page.content(), path).not.toContain(purchase.person.email);
    }
  });

  it('are not let in by the other shop', async () => {
    const { page } = neighbour;
    await page.goto(`${tuulik.url}/admin/`);
    await page.locator('input[name="email"]').fill(kashtan.owner.email);
    await page.locator('input[name="password"]').fill(kashtan.owner.password);
    await page.locator('button[type="submit"]').click();

    await page.getByText('The e-mail or the password is not right').waitFor();
  });
});

describe('both panels', () => {
  it('have complained about nothing', () => {
    expect([...staff.complaints, ...neighbour.complaints]).toEqual([]);
  });
});
