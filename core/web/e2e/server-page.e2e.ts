import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { kashtan, partnerUrl, tuulik, type Shop } from './harness/addresses.js';
import { at, cabinetOf, decide } from './harness/buying.js';
import { aPurchase, type Purchase } from './harness/purchase.js';
import { textsOn, untranslated } from './harness/texts.js';
import { aGuest, aVisitor, type Eyes, type Visitor } from './harness/visitor.js';
import { said, type Language } from './harness/words.js';

const CHANGE_MS = 60_000;
const PHONE = 390;

/** A server that was paid for and has begun to run. */
async function aServer(shop: Shop, hostname: string): Promise<Purchase> {
  const purchase = await aPurchase(shop, hostname);
  const params = { serviceId: purchase.order.items[0]!.serviceId };
  await vi.waitUntil(async () => (await purchase.customer.call('getService', { params })).serverState === 'running', {
    timeout: 90_000,
    interval: 500,
  });
  return purchase;
}

async function signIn(page: Page, { person }: Purchase, language: Language = 'en'): Promise<void> {
  const cabinet = cabinetOf(page);
  await cabinet.getByRole('button', { name: said(language, 'have-account') }).click();
  await cabinet.getByLabel(said(language, 'email')).fill(person.email);
  await cabinet.getByLabel(said(language, 'password')).fill(person.password);
  await cabinet
    .getByRole('button', { name: said(language, 'do.sign-in'), exact: true })
    .last()
    .click();
}

/** Signed in, on the page of the one server that was bought. */
async function atServer(visitor: Visitor, purchase: Purchase, address: string, language: Language = 'en'): Promise<Locator> {
  await visitor.page.goto(address);
  await signIn(visitor.page, purchase, language);
  const cabinet = cabinetOf(visitor.page);
  await cabinet.locator('.service-line').first().click();
  await cabinet.locator('.service-head').waitFor();
  return cabinet;
}

/** How many different colours a drawing has: an empty one has one at most. */
const colours = (canvas: Locator): Promise<number> =>
  canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });

const card = (cabinet: Locator, name: string): Locator => cabinet.getByRole('region', { name, exact: true });
const badge = (cabinet: Locator): Locator => cabinet.locator('.service-head hw-state-badge');

/** Until what was ordered has been done: the history says so, and nothing is under way any more. */
async function untilDone(cabinet: Locator, title: string): Promise<void> {
  await card(cabinet, 'What was done').getByText(title).first().waitFor({ timeout: CHANGE_MS });
  await card(cabinet, 'Under way').waitFor({ state: 'detached', timeout: CHANGE_MS });
}

describe('the page of a server', () => {
  let visitor: Visitor;
  let purchase: Purchase;
  let cabinet: Locator;
  let name = 'pier-1.example.com';

  beforeAll(async () => {
    purchase = await aServer(tuulik, name);
    visitor = await aVisitor();
    cabinet = await atServer(visitor, purchase, at(tuulik, '/cabinet'));
  });

  afterAll(() => visitor.leave());

  it('draws what the server does, and says the same in words and as a table', async () => {
    const activity = card(cabinet, 'Activity');
    const canvases = activity.locator('canvas');
    await expect.poll(() => canvases.count()).toBe(4);

    for (const canvas of await canvases.all()) await expect.poll(() => colours(canvas)).toBeGreaterThan(8);
    expect(await activity.locator('figcaption').first().innerText()).toMatch(/Processor\s+\d.*%.*at most \d/s);
    await activity.getByText('As a table').click();
    await expect.poll(() => activity.getByRole('row').count()).toBeGreaterThan(50);
    await activity.getByRole('button', { name: 'Month' }).click();
    await expect.poll(() => activity.getByRole('row').count()).toBeGreaterThan(110);
  });

  it('shows how much of what is limited is used', async () => {
    const traffic = card(cabinet, 'What is used').getByRole('meter', { name: 'Traffic' });

    expect(await traffic.getAttribute('aria-valuetext')).toMatch(/[\d.]+ [GT]B of [\d.]+ TB/);
  });

  it('goes back to a snapshot when the name of the server was typed, and not before', async () => {
    const snapshots = card(cabinet, 'Snapshots');
    await snapshots.getByRole('button', { name: 'Take a snapshot' }).click();
    await snapshots.getByLabel('Name of the snapshot').fill('before-upgrade');
    await snapshots.getByRole('button', { name: 'Take a snapshot' }).click();
    await untilDone(cabinet, 'Snapshot taken');
    await snapshots.getByRole('button', { name: 'Restore before-upgrade' }).click();

    await snapshots.getByLabel(`Type ${name} to confirm`).fill('another.example.com');
    await snapshots.getByRole('button', { name: 'Restore snapshot' }).click();
    await snapshots.getByText('This is not the name of the server', { exact: false }).waitFor();
    expect(await card(cabinet, 'Under way').count()).toBe(0);
    await snapshots.getByLabel(`Type ${name} to confirm`).fill(name);
    await snapshots.getByRole('button', { name: 'Restore snapshot' }).click();

    await untilDone(cabinet, 'Snapshot restored');
  });

  it('gets another system with a password of its own', async () => {
    const endings = card(cabinet, 'Begin anew or end');
    await endings.getByRole('button', { name: 'Reinstall' }).click();
    await endings.getByLabel('New system').selectOption({ label: 'Debian 13' });
    await endings.getByLabel(`Type ${name} to confirm`).fill(name);
    await endings.getByRole('button', { name: 'Reinstall' }).click();
    await untilDone(cabinet, 'Reinstalled');

    await card(cabinet, 'Access').getByRole('button', { name: 'Show the password' }).click();

    await cabinet.getByText('This password is not shown again').waitFor();
    await card(cabinet, 'What it is').getByText('Debian 13').waitFor();
  });

  it('takes another name', async () => {
    const renamed = 'pier-2.example.com';
    await cabinet.getByRole('button', { name: 'Rename', exact: true }).click();
    await cabinet.getByLabel('New host name').fill('two words');
    await cabinet.getByRole('button', { name: 'Rename server' }).click();
    await cabinet.getByText('Use letters, digits, hyphens and dots', { exact: false }).waitFor();

    await cabinet.getByLabel('New host name').fill(renamed);
    await cabinet.getByRole('button', { name: 'Rename server' }).click();

    await cabinet.getByRole('heading', { name: renamed }).waitFor({ timeout: CHANGE_MS });
    name = renamed;
    await untilDone(cabinet, 'Renamed');
  });

  it('gives an address another reverse name', async () => {
    const access = card(cabinet, 'Access');
    await access.getByRole('button', { name: /^Change the reverse name of \d+\./ }).click();
    await access.getByLabel(/^Reverse name of \d/).fill('mail.example.com');
    await access.getByRole('button', { name: 'Save' }).click();

    await access.getByText('mail.example.com').waitFor({ timeout: CHANGE_MS });
    await untilDone(cabinet, 'Reverse name changed');
  });

  it('has a console in a window of its own', async () => {
    const opened = visitor.context.waitForEvent('page');

    await cabinet.getByRole('button', { name: 'Open console' }).click();
    const page = await opened;
    await page.locator('#console[data-state="connected"]').waitFor();
    await page.keyboard.type('hostname\n');

    await page.locator('.xterm-rows', { hasText: /hostname[^]*pier-2\.example\.com/ }).waitFor();
    await page.close();
  });

  it('says what a greater size costs before it is ordered, and is that size when it is paid', async () => {
    const about = card(cabinet, 'What it is');
    const before = await about.locator('dl').first().innerText();
    await about.getByRole('button', { name: 'Change the size' }).click();
    expect(await about.getByLabel('Location').count()).toBe(0);
    await about.getByLabel('Memory', { exact: false }).fill('6');
    await about.getByLabel('Memory', { exact: false }).blur();
    const pay = about.getByRole('button', { name: /^Order and pay €\d+\.\d\d$/ });
    await pay.waitFor();
    await about.getByText('With the change').waitFor();
    const due = /€[\d.]+/.exec(await pay.innerText())![0];
    expect(await about.locator('.due-today').innerText()).toBe(due);

    await pay.click();
    await cabinet.getByRole('button', { name: `Pay ${due}` }).click();
    await decide(visitor.page, 'pay');
    await cabinet.getByRole('link', { name: 'Services' }).first().click();
    await cabinet.locator('.service-line').click();

    await untilDone(cabinet, 'Size changed');
    await expect.poll(() => about.locator('dl').first().innerText()).toContain('6 GB');
    expect(before).not.toContain('6 GB');
  });

  it('is cancelled at the end of what is paid, and kept after all', async () => {
    const endings = card(cabinet, 'Begin anew or end');
    await endings.getByRole('button', { name: 'Cancel the service' }).click();
    await endings.getByLabel(`Type ${name} to confirm`).fill(name);
    await endings.getByRole('button', { name: 'Cancel at the end' }).click();
    await cabinet.getByText('You have cancelled this service.', { exact: false }).waitFor();
    expect(await endings.getByRole('button', { name: 'Cancel the service' }).count()).toBe(0);

    await cabinet.getByRole('button', { name: 'Keep the service' }).click();

    await endings.getByRole('button', { name: 'Cancel the service' }).waitFor();
    expect(await badge(cabinet).innerText()).toContain('Running');
  });

  it('has seen no error on the way', () => {
    expect(visitor.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no barrier in %s, with a question open as well', async scheme => {
    const guest = await aGuest({ scheme });
    const own = await atServer(guest, purchase, at(tuulik, '/cabinet'));
    await own.locator('canvas').first().waitFor();
    await own.getByText('As a table').click();
    await own.getByRole('button', { name: 'Reinstall' }).click();
    await own.getByLabel('New system').waitFor();

    const { violations } = await new AxeBuilder({ page: guest.page }).analyze();

    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`)).toEqual([]);
  });

  it('draws its charts under the strict policy of a partner’s site too', async () => {
    const guest = await aGuest();

    const own = await atServer(guest, purchase, `${partnerUrl}/account`);

    await expect.poll(() => own.locator('canvas').count()).toBe(4);
    await expect.poll(() => colours(own.locator('canvas').first())).toBeGreaterThan(8);
    expect(guest.complaints).toEqual([]);
  });
});

describe('the page of a server in Ukrainian on a phone', () => {
  it('fits, is translated to the last word, and asks before it stops the server', async () => {
    const eyes: Eyes = { width: PHONE };
    const purchase = await aServer(kashtan, 'prychal-1.example.com');
    const visitor = await aGuest(eyes);
    const { page } = visitor;
    const cabinet = await atServer(visitor, purchase, at(kashtan, '/cabinet', 'uk'), 'uk');
    await expect.poll(() => cabinet.locator('canvas').count()).toBe(4);

    await cabinet.getByText(said('uk', 'as-table')).click();
    await cabinet.getByRole('button', { name: said('uk', 'action.resize') }).click();
    await cabinet.getByText(said('uk', 'change-nothing')).waitFor();
    await cabinet.getByRole('button', { name: said('uk', 'action.reinstall') }).click();
    await cabinet.getByLabel(said('uk', 'new-system')).waitFor();

    expect(untranslated(await textsOn(page), 'uk')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await cabinet.getByRole('button', { name: said('uk', 'action.stop') }).click();
    await cabinet.getByText('prychal-1.example.com?', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => cabinet.getByText('prychal-1.example.com?', { exact: false }).count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });
});
