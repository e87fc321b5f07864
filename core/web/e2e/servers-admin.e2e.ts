import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudPort, tuulik } from './harness/addresses.js';
import { ownerOf, send, type ShopApi } from './harness/api.js';
import { anOrder, aPurchase, type Purchase } from './harness/purchase.js';
import { enterAdmin, openRow } from './harness/staff.js';
import { aGuest, aVisitor, type Visitor } from './harness/visitor.js';

const SET_UP_MS = 90_000;
/** What the demo's shop opens the account of its first cloud with. */
const CLOUD_KEY = 'demo-cloud-key-0001';

let staff: Visitor;
let owner: ShopApi;
const mark = Math.random().toString(36).slice(2, 8);
const named = (name: string): string => `${name}-${mark}.example.com`;

beforeAll(async () => {
  [staff, owner] = await Promise.all([aVisitor(), ownerOf(tuulik)]);
  await enterAdmin(staff.page, tuulik);
});

afterAll(() => staff.leave());

const open = (page: Page, path: string) => page.goto(`${tuulik.url}/admin/${path}`);
const rowOf = (page: Page, text: string): Locator => page.locator('.list tbody tr', { hasText: text });
const sheetOf = (page: Page): Locator => page.locator('hw-sheet');

const stateOf = async ({ customer, order }: Purchase) =>
  (await customer.call('getService', { params: { serviceId: order.items[0]!.serviceId } })).state;

describe('a task', () => {
  const hostname = named('rack');
  let purchase: Purchase;

  beforeAll(async () => {
    purchase = await aPurchase(tuulik, hostname, { slug: 'dedicated' });
  });

  it('says what is missing at its field, and what the server does not take', async () => {
    const { page } = staff;
    await open(page, 'tasks');
    await rowOf(page, hostname).waitFor({ timeout: SET_UP_MS });
    await openRow(page, rowOf(page, hostname));
    const sheet = sheetOf(page);
    await sheet.getByRole('button', { name: 'Finish …' }).click();
    await sheet.getByRole('button', { name: 'Finish the task' }).click();
    await expect.poll(() => sheet.getByText('Fill this in').count()).toBe(2);
    await expect.poll(() => sheet.getByLabel('Addresses').evaluate(field => field === document.activeElement)).toBe(true);

    await sheet.getByLabel('Addresses').fill('192.0.2.77\nrack-7');
    await sheet.getByLabel('User name').fill('root');
    await sheet.getByRole('button', { name: 'Finish the task' }).click();

    await sheet.getByText('rack-7:').waitFor();
    expect(await stateOf(purchase)).toBe('provisioning');
  });

  it('finished by hand makes the service active, with the address for the customer', async () => {
    const { page } = staff;
    const sheet = sheetOf(page);
    await sheet.getByRole('button', { name: 'I take it' }).click();
    await page.getByText('Task given').waitFor();

    await sheet.getByLabel('Addresses').fill('192.0.2.77');
    await sheet.getByLabel('Password').fill('correct horse battery');
    await sheet.getByRole('button', { name: 'Finish the task' }).click();

    await sheet.locator('header hw-state', { hasText: 'done' }).waitFor();
    await expect.poll(() => stateOf(purchase), { timeout: SET_UP_MS }).toBe('active');
    const params = { serviceId: purchase.order.items[0]!.serviceId };
    expect((await purchase.customer.call('getService', { params })).addresses.map(({ address }) => address)).toEqual([
      '192.0.2.77',
    ]);
    expect(await page.content()).not.toContain('correct horse battery');
  });

  it('leaves the machine with the service in the inventory', async () => {
    const { page } = staff;
    await open(page, 'inventory?state=assigned');

    const sheet = await openRow(page, rowOf(page, hostname));

    await sheet.getByRole('link', { name: hostname }).waitFor();
    expect(await sheet.getByRole('button', { name: 'Retire' }).count()).toBe(0);
  });
});

describe('the last slot of a pool', () => {
  it('is seen to go, and is not sold twice', async () => {
    const { page } = staff;
    const choices = { location: 'fra' };
    const { pool, member } = await frankfurt(owner);
    const last = member.used.slots + 1;
    await open(page, `pools/${pool.id}/${member.id}`);
    const sheet = sheetOf(page);
    await sheet.getByRole('textbox', { name: 'Servers' }).fill(String(last));
    await sheet.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();

    await aPurchase(tuulik, named('last'), { choices });

    const card = page.locator('hw-pool-card', { hasText: member.installation.label });
    await card.getByText(`${last} of ${last} · full`).waitFor();
    await expect(anOrder(tuulik, named('late'), { choices })).rejects.toThrow(/409|selection-invalid|no-room|out-of-stock/);
    await owner.call('updatePoolMember', {
      params: { poolId: pool.id, memberId: member.id },
      body: { limits: { slots: last + 20 } },
    });
  });

  it('is closed to new servers while it is drained', async () => {
    const { page } = staff;
    const { pool, member } = await frankfurt(owner);
    await open(page, `pools/${pool.id}/${member.id}`);
    const drain = sheetOf(page).getByRole('switch', { name: 'Takes nobody new' });

    await drain.click();

    await page.locator('hw-pool-card', { hasText: 'takes nobody new' }).waitFor();
    await drain.click();
    await expect.poll(async () => (await frankfurt(owner)).member.state).toBe('open');
  });
});

describe('a server that only the provider knows', () => {
  const hostname = named('found');
  let purchase: Purchase;

  beforeAll(async () => {
    const headers = { authorization: `Bearer ${CLOUD_KEY}`, 'content-type': 'application/json', 'idempotency-key': hostname };
    const server = { plan: 'c2-r4-d60', image: 'debian-13', location: 'tll', hostname, labels: { service_id: hostname } };
    const made = await send(cloudPort, 'POST', '/v1/servers', headers, JSON.stringify(server));
    expect(made.status, made.body).toBe(201);
    purchase = await aPurchase(tuulik, named('adopter'));
  });

  it('is found when staff compare, and asks for care before it is ended', async () => {
    const { page } = staff;
    await open(page, 'reconciliation');
    const provider = page.locator('hw-compared-providers li', { has: page.getByText('Our own nodes', { exact: true }) });

    await provider.getByRole('button', { name: /^Compare now/ }).click();

    await rowOf(page, hostname).waitFor({ timeout: SET_UP_MS });
    const sheet = await openRow(page, rowOf(page, hostname));
    await sheet.getByText('A server of an unknown service').waitFor();
    await sheet.getByText(/Look there before you end it/).waitFor();
  });

  it('becomes a service of the customer, billed from the day that was agreed', async () => {
    const { page } = staff;
    const sheet = sheetOf(page);
    await sheet.getByRole('button', { name: 'Make a service of it …' }).click();
    await sheet.getByRole('button', { name: 'Make it a service' }).click();
    await sheet.getByText('Choose whose server it is').waitFor();

    await sheet.getByRole('searchbox', { name: 'Customer' }).fill(purchase.person.email);
    await sheet.getByRole('radio', { name: purchase.person.email }).check();
    await sheet.getByRole('combobox', { name: 'Plan' }).click();
    await page.locator('mat-option').first().click();
    await sheet.getByLabel(/^Price of a period/).fill('7.50');
    await sheet.getByLabel('Paid until').fill(inDays(40));
    await sheet.getByRole('button', { name: 'Make it a service' }).click();

    await sheet.locator('header hw-state', { hasText: 'settled' }).waitFor();
    const { items } = await purchase.customer.call('listServices', {});
    const adopted = items.find(service => service.hostname === hostname);
    expect(adopted).toMatchObject({ state: 'active', renewal: { amount: '750', currency: 'EUR' }, orderId: null });
    expect(adopted?.renewsAt?.slice(0, 10)).toBe(inDays(40));
  });
});

describe('a running service', () => {
  const hostname = named('short-lived');
  let purchase: Purchase;

  beforeAll(async () => {
    purchase = await aPurchase(tuulik, hostname);
    await open(staff.page, `services/${purchase.order.items[0]!.serviceId}`);
  });

  it('gets another size free of charge, and the timeline grows by itself', async () => {
    const sheet = sheetOf(staff.page);
    await sheet.locator('header hw-state', { hasText: 'active' }).waitFor({ timeout: SET_UP_MS });
    await sheet.getByRole('button', { name: 'Change the size' }).click();
    const form = sheet.locator('hw-resize-form');
    const memory = form.getByRole('textbox', { name: 'Memory' });
    await memory.fill(String(Number(await memory.inputValue()) + 1));
    await memory.blur();
    await form.getByText('Free of charge, begins at once').waitFor();

    await form.getByRole('button', { name: 'Change the size' }).click();

    await sheet.locator('hw-operation-timeline article', { hasText: 'Change of size' }).getByText('succeeded').waitFor();
    expect(await sheet.locator('hw-resize-form').count()).toBe(0);
  });

  it('is suspended with a reason, and comes back', async () => {
    const { page } = staff;
    const sheet = sheetOf(page);
    await chooseMore(page, /^Suspend/);
    await page.getByRole('dialog').getByLabel('Reason').fill('Sends spam');
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }).click();

    await sheet.getByText(/Switched off since .*: Sends spam/).waitFor();
    await sheet.getByRole('button', { name: 'End the suspension' }).click();

    await expect.poll(() => stateOf(purchase), { timeout: SET_UP_MS, interval: 500 }).toBe('active');
  });

  it('ends only when its name has been typed', async () => {
    const { page } = staff;
    await sheetOf(page).locator('header hw-state', { hasText: 'active' }).waitFor();
    await chooseMore(page, /^Terminate/);
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'Terminate now' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('The name').fill('another.example.com');
    expect(await confirm.isDisabled()).toBe(true);

    await dialog.getByLabel('The name').fill(hostname);
    await confirm.click();

    await sheetOf(page).locator('header hw-state', { hasText: 'terminated' }).waitFor({ timeout: SET_UP_MS });
    expect(await stateOf(purchase)).toBe('terminated');
  });
});

describe.each([
  ['light', 1440],
  ['dark', 390],
] as const)('in %s, %i wide', (scheme, width) => {
  it('no screen has a barrier or is wider than the window', async () => {
    const { page, complaints } = await aGuest({ scheme, width });
    await enterAdmin(page, tuulik);
    for (const path of [
      'tasks?state=done',
      'pools',
      'pools/new',
      'inventory',
      'inventory/new',
      'placements',
      'reconciliation?state=resolved',
      'walks',
    ]) {
      await open(page, path);
      await page.locator('.list tbody tr, hw-empty, hw-pool-card, hw-sheet form').first().waitFor();
      expect(await barriers(page), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
    }
    expect(complaints).toEqual([]);
  });
});

it('the panel has complained about nothing', () => {
  expect(staff.complaints).toEqual([]);
});

async function chooseMore(page: Page, name: RegExp): Promise<void> {
  await sheetOf(page).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name }).click();
}

async function frankfurt(api: ShopApi) {
  const pool = (await api.call('listPools')).items.find(({ name }) => name === 'Frankfurt');
  const member = pool?.members[0];
  if (!pool || !member) throw new Error('The demo has no pool in Frankfurt');
  return { pool, member };
}

/** A day of the calendar, so many days from today. */
function inDays(days: number): string {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => `${node.target.join(' ')} (${node.failureSummary})`).join('; ')}`);
}
