import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { partnerUrl, payPort, serverPort, tuulik } from './harness/addresses.js';
import { ownerOf, send } from './harness/api.js';
import { addServer, at, cabinetOf, calculatorOf, cartOf, checkoutOf, fillCheckout, payButton } from './harness/buying.js';
import { bytesOf, isPdf, textOf } from './harness/pdf.js';
import { aPerson, type Person } from './harness/person.js';
import { anOrder, aPurchase } from './harness/purchase.js';
import { enterAdmin, openRow, searchList } from './harness/staff.js';
import { aGuest, type Eyes, type Visitor } from './harness/visitor.js';

/** A visitor whose pages must not complain. */
async function aQuietGuest(eyes?: Eyes): Promise<Visitor> {
  const guest = await aGuest(eyes);
  onTestFinished(() => expect(guest.complaints).toEqual([]));
  return guest;
}

async function expectNoBarriers(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(' ')).join('; ')}`);
  expect(told, where).toEqual([]);
}

async function enterCabinet(page: Page, { email, password }: Person): Promise<Locator> {
  await page.goto(at(tuulik, '/cabinet'));
  const cabinet = cabinetOf(page);
  await cabinet.getByRole('button', { name: 'I have an account' }).click();
  await cabinet.getByLabel('E-mail').fill(email);
  await cabinet.getByLabel('Password').fill(password);
  await cabinet.getByRole('button', { name: 'Sign in', exact: true }).click();
  await cabinet.locator('nav').waitFor();
  return cabinet;
}

describe('a price that changed after the buyer saw it', () => {
  it('is told, nothing is ordered, and the buyer takes the new one', async () => {
    const { page } = await aQuietGuest();
    const person = aPerson();
    await page.goto(at(tuulik, '/p/vps'));
    await addServer(page);
    // The page was opened while the plan was cheaper by a euro.
    await page.route('**/api/store/carts/*', async route => {
      const request = route.request();
      const headers = { ...request.headers(), host: tuulik.host };
      const response = await route.fetch({ url: request.url().replace(tuulik.host, `127.0.0.1:${serverPort}`), headers });
      const cart = (await response.json()) as { today: { amount: string } };
      await route.fulfill({
        response,
        json: { ...cart, today: { ...cart.today, amount: String(BigInt(cart.today.amount) - 100n) } },
      });
    });
    await page.goto(at(tuulik, '/checkout'));
    await fillCheckout(page, person);
    await page.unroute('**/api/store/carts/*');
    const checkout = checkoutOf(page);
    const old = (await payButton(page).innerText()).trim();

    await payButton(page).click();
    const notice = checkout.locator('hw-notice').filter({ hasText: 'The price has changed' });
    await notice.waitFor();
    expect(await notice.innerText()).toContain('Nothing has been ordered.');
    const owner = await ownerOf(tuulik);
    const customers = await owner.call('listAdminCustomers', { query: { search: person.email } });
    expect(customers.items).toMatchObject([{ orders: 0 }]);
    const agree = notice.getByRole('button', { name: /^Pay €/ });
    expect((await agree.innerText()).trim()).not.toBe(old);
    await agree.click();

    await page.waitForURL(/\/\/pay\.localhost/);
  });
});

describe('a bank transfer', () => {
  it.each(['light', 'dark'] as const)('shows a code that a phone can scan, also in %s and after a reload', async scheme => {
    const { page } = await aQuietGuest({ width: 390, scheme });
    await page.goto(at(tuulik, '/p/vps'));
    await addServer(page);
    await page.goto(at(tuulik, '/checkout'));
    await fillCheckout(page, aPerson());
    const checkout = checkoutOf(page);
    await checkout.getByRole('radio', { name: /Bank transfer/ }).click();
    await payButton(page).click();

    for (const moment of ['at first', 'after a reload']) {
      const code = checkout.locator('hw-payment-codes svg').first();
      await code.waitFor();
      const box = await code.boundingBox();
      expect(box?.width, moment).toBeGreaterThanOrEqual(220);
      expect(await code.evaluate(node => getComputedStyle(node).backgroundColor), moment).toBe('rgb(255, 255, 255)');
      expect(await code.getAttribute('aria-label'), moment).not.toBe('');
      await page.reload();
    }
    await checkout.getByRole('button', { name: /^Copy: EE80/ }).waitFor();
    await expectNoBarriers(page, scheme);
  });
});

describe('on a partner’s site with a strict policy', () => {
  const MODULE = '/plugins/sandbox-pay/element-of-a-test.js';
  const ELEMENT = `customElements.define('test-card', class extends HTMLElement {
    connectedCallback() {
      for (const [word, name, detail] of [['Wrong code', 'failed', { message: 'The code is wrong.' }], ['Pay ' + this.data.card, 'done']]) {
        const button = document.createElement('button');
        button.textContent = word;
        button.onclick = () =>
          this.dispatchEvent(new CustomEvent('hostwright-payment-' + name, { bubbles: true, composed: true, detail }));
        this.append(button);
      }
    }
  });`;

  /** Orders, and hands the checkout another step than the provider's; answers the page where the provider would be paid. */
  async function orderWithStep(page: Page, step: object): Promise<() => URL> {
    let hosted = '';
    await page.route('**/api/store/invoices/*/payments', async route => {
      const request = route.request();
      if (request.method() !== 'POST') return route.continue();
      const headers = { ...request.headers(), host: tuulik.host };
      const response = await route.fetch({ url: request.url().replace(tuulik.host, `127.0.0.1:${serverPort}`), headers });
      const answer = (await response.json()) as { payment: object; step: { url: string } };
      hosted = answer.step.url;
      await route.fulfill({ response, json: { ...answer, step } });
    });
    await page.route(`**${MODULE}`, route =>
      route.fulfill({ contentType: 'text/javascript', headers: { 'access-control-allow-origin': '*' }, body: ELEMENT }),
    );
    await page.goto(partnerUrl);
    await calculatorOf(page).getByRole('button', { name: 'Add to cart' }).click();
    await cartOf(page).locator('.item').waitFor();
    await page.goto(`${partnerUrl}/order`);
    await fillCheckout(page, aPerson());
    await payButton(page).click();
    return () => new URL(hosted);
  }

  it('a provider’s form is drawn inside the checkout, may refuse, and ends with what the shop says', async () => {
    const { page } = await aQuietGuest();
    const hosted = await orderWithStep(page, { next: 'embed', element: 'test-card', data: { card: '4242' }, module: MODULE });
    const form = checkoutOf(page).locator('test-card');

    await form.getByRole('button', { name: 'Wrong code' }).click();
    await checkoutOf(page).getByText('The code is wrong.').waitFor();
    await form.getByRole('button', { name: 'Pay 4242' }).click();
    const { pathname, search } = hosted();
    await send(payPort, 'POST', pathname + search, { 'content-type': 'application/x-www-form-urlencoded' }, 'action=pay');

    await checkoutOf(page)
      .getByText(/received\./)
      .waitFor();
    expect(await form.count()).toBe(0);
  });

  it('a form that the policy forbids to post is told, and the order is kept', async () => {
    const { page } = await aGuest();

    await orderWithStep(page, { next: 'redirect', url: `http://127.0.0.1:${payPort}/pay`, fields: { data: 'e30=' } });

    // The driver takes the forbidden navigation for one that is still under way: the page itself is asked.
    const said = () => page.evaluate(() => document.querySelector('hw-checkout')?.shadowRoot?.textContent ?? '');
    await expect.poll(said).toContain('This site does not let the browser go to the payment page.');
    expect(await said()).toContain('Continue this payment');
  });
});

describe('a refund', () => {
  it('goes back in two parts, each with a credit note that the customer can keep', async () => {
    const { person, order } = await aPurchase(tuulik, 'refund-1.example.com');
    const staff = await aQuietGuest();
    await enterAdmin(staff.page, tuulik);
    const sheet = await openRow(staff.page, await searchList(staff.page, tuulik, 'payments', order.invoiceNumber));
    await sheet.getByText('succeeded', { exact: true }).first().waitFor();

    await sheet.getByRole('button', { name: 'Refund', exact: true }).click();
    const amount = sheet.getByLabel(/^Amount to give back/);
    await amount.fill('100000');
    await sheet.getByText(/^That is more than/).waitFor();
    await amount.fill('1.00');
    await sheet.getByText(/^After this, €.* can still be given back$/).waitFor();
    await sheet.getByLabel('Reason').fill('Half a day without network');
    await expectNoBarriers(staff.page, 'the form');
    await sheet.getByRole('button', { name: 'Refund €1.00' }).click();
    await sheet.locator('hw-payment-history li').first().waitFor();
    await sheet.getByRole('button', { name: 'Refund', exact: true }).click();
    await sheet.getByRole('button', { name: /^All of it/ }).click();
    await sheet.getByLabel('Reason').fill('Cancelled');
    await sheet.getByRole('button', { name: /^Refund €/ }).click();
    await expect.poll(() => sheet.locator('hw-payment-history li').count()).toBe(2);
    expect(await sheet.getByRole('button', { name: 'Refund', exact: true }).count()).toBe(0);

    const { page } = await aQuietGuest({ width: 390 });
    const cabinet = await enterCabinet(page, person);
    await cabinet.getByRole('link', { name: 'Invoices' }).click();
    await cabinet.getByRole('button', { name: new RegExp(order.invoiceNumber) }).click();
    await cabinet.getByText('Refunded', { exact: true }).first().waitFor();
    const notes = cabinet.locator('hw-credit-notes li');
    await expect.poll(() => notes.count()).toBe(2);
    const [download] = await Promise.all([page.waitForEvent('download'), notes.last().getByRole('button').click()]);
    const bytes = await bytesOf(download);
    expect(isPdf(bytes)).toBe(true);
    expect(await textOf(bytes)).toContain(order.invoiceNumber);
    await expectNoBarriers(page, 'the invoice');
  });
});

describe('a bank statement', () => {
  it('is read without effect, imported, paid into invoices, and imported once', async () => {
    const [paid, late] = [await anOrder(tuulik, 'statement-1.example.com'), await anOrder(tuulik, 'statement-2.example.com')];
    for (const { customer, order } of [paid, late]) {
      const { items } = await customer.call('listPaymentMethods', { query: { currency: 'EUR', locale: 'en' } });
      const bank = items.find(({ name }) => name === 'Bank transfer');
      const body = { installationId: bank?.installationId, returnUrl: `${tuulik.url}/cabinet` };
      await customer.call('startPayment', { params: { invoiceId: order.invoiceId }, body });
    }
    const euros = (order: { today: { amount: string } }) =>
      `${order.today.amount.slice(0, -2) || '0'},${order.today.amount.slice(-2)}`;
    const rows = [
      'Date;Payer;Description;Amount;Currency;Bank reference',
      `2026-11-20;Liis Kask;Invoice ${paid.order.invoiceNumber};${euros(paid.order)};EUR;${paid.order.id}`,
      `2026-11-20;Somebody;Thank you;${euros(late.order)};EUR;${late.order.id}`,
      `2026-11-20;Alan Turing;${late.order.invoiceNumber};ten euros;EUR;x-${late.order.id}`,
    ];
    const file = { name: 'november.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
    const { page } = await aQuietGuest();
    await enterAdmin(page, tuulik);
    await page.goto(`${tuulik.url}/admin/statements`);
    const chooser = page.locator('hw-statement-import input[type=file]');

    await chooser.setInputFiles(file);
    const table = page.locator('hw-statement-table');
    await table.getByText('Line 4:').waitFor();
    await table.locator('tr', { hasText: paid.order.invoiceNumber }).getByText('matched', { exact: true }).waitFor();
    await table.locator('tr', { hasText: 'Thank you' }).getByText('unmatched', { exact: true }).waitFor();
    expect(await paid.customer.call('getInvoice', { params: { invoiceId: paid.order.invoiceId } })).toMatchObject({
      state: 'open',
    });
    await expectNoBarriers(page, 'the dry run');
    await page.getByRole('button', { name: 'Import 2 bookings' }).click();
    await page.getByRole('heading', { name: 'november.csv is imported' }).waitFor();
    expect(await paid.customer.call('getInvoice', { params: { invoiceId: paid.order.invoiceId } })).toMatchObject({
      state: 'paid',
    });
    await chooser.setInputFiles(file);
    await page.getByRole('button', { name: 'Nothing new to import' }).waitFor();

    await page.locator('section', { hasText: 'Imported statements' }).getByRole('link', { name: '1' }).first().click();
    await page.locator('.list tbody tr', { hasText: 'Somebody' }).first().click();
    const sheet = page.locator('hw-sheet');
    await sheet.getByRole('button', { name: 'Match to an invoice' }).click();
    await sheet.getByLabel('Beginning of an invoice number').fill(late.order.invoiceNumber);
    await sheet.getByRole('radio', { name: new RegExp(late.order.invoiceNumber) }).check();
    await sheet.getByRole('button', { name: `Match to ${late.order.invoiceNumber}` }).click();
    await sheet.getByText('matched', { exact: true }).waitFor();
    expect(await late.customer.call('getInvoice', { params: { invoiceId: late.order.invoiceId } })).toMatchObject({
      state: 'paid',
    });
  });
});

describe.each(['light', 'dark'] as const)('in %s', scheme => {
  it('the screens of money have no barrier', async () => {
    const { page } = await aQuietGuest({ scheme });
    await enterAdmin(page, tuulik);
    for (const screen of [
      'payments',
      'refunds',
      'disputes',
      'unmatched',
      'statements',
      'bookings',
      'differences',
      'comparisons',
    ]) {
      await page.goto(`${tuulik.url}/admin/${screen}`);
      await page.locator('h1').waitFor();
      await page.locator('.list tbody tr, hw-empty, hw-statement-import').first().waitFor();
      await expectNoBarriers(page, screen);
    }
    const { person } = await aPurchase(tuulik, `barrier-${scheme}.example.com`);
    const guest = await aQuietGuest({ scheme, width: 390 });
    const cabinet = await enterCabinet(guest.page, person);
    await cabinet.getByRole('link', { name: 'Payments' }).click();
    await cabinet.getByText('Saved for renewals').waitFor();
    await expectNoBarriers(guest.page, 'payments of the customer');
  });
});
