import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnerUrl } from './harness/addresses.js';
import { cabinetOf, calculatorOf, cartOf, checkoutOf, decide, fillCheckout, minorUnits, payButton } from './harness/buying.js';
import { attachmentsOf, openMail } from './harness/mail.js';
import { bytesOf, isPdf } from './harness/pdf.js';
import { aPerson } from './harness/person.js';
import { aVisitor, type Visitor } from './harness/visitor.js';

const person = aPerson({ name: 'Anton Lind' });
const hostname = 'linden-1.example.com';
const SET_UP_MS = 90_000;

let visitor: Visitor;

beforeAll(async () => {
  visitor = await aVisitor();
});

afterAll(() => visitor.leave());

/** The same purchase on a page of another origin, which allows nothing but itself and the shop. */
describe("a reader of the partner's site", () => {
  it('composes a server inside the article', async () => {
    const { page } = visitor;

    const answer = await page.goto(partnerUrl);

    expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
    const figure = calculatorOf(page).locator('.summary .figure');
    await figure.waitFor();
    const before = minorUnits(await figure.innerText());
    await calculatorOf(page).getByRole('slider', { name: 'vCPU' }).fill('3');
    await expect.poll(async () => minorUnits(await figure.innerText())).not.toBe(before);
  });

  it('has a cart on the same page that survives a reload', async () => {
    const { page } = visitor;
    const cart = cartOf(page);
    await calculatorOf(page).locator('#hostname').fill(hostname);
    await calculatorOf(page).locator('#hostname').blur();

    await calculatorOf(page).getByRole('button', { name: 'Add to cart' }).click();
    await cart.locator('.item').waitFor();
    const total = await cart.locator('.totals .figure').innerText();
    await page.reload();
    await cart.locator('.item').waitFor();

    expect(await cart.locator('.totals .figure').innerText()).toBe(total);
  });

  it('removes what was too much', async () => {
    const { page } = visitor;
    const cart = cartOf(page);
    await calculatorOf(page).getByRole('button', { name: 'Add to cart' }).click();
    await expect.poll(() => cart.locator('.item').count()).toBe(2);

    await cart
      .getByRole('button', { name: /^Remove/ })
      .last()
      .click();

    await expect.poll(() => cart.locator('.item').count()).toBe(1);
    await cart.getByText(hostname).waitFor();
  });

  it('registers, orders and pays without leaving the partner for longer than the payment', async () => {
    const { page } = visitor;
    await cartOf(page).getByRole('link', { name: 'Go to checkout' }).click();
    await page.waitForURL(`${partnerUrl}/order`);
    await fillCheckout(page, person);

    await payButton(page).click();
    await decide(page, 'pay');

    expect(page.url()).toContain(`${partnerUrl}/order`);
    await checkoutOf(page)
      .getByText(/received\..*Invoice .+ is paid\./)
      .waitFor();
  });

  it('watches the server appear', async () => {
    await checkoutOf(visitor.page).getByText('Everything is ready.').waitFor({ timeout: SET_UP_MS });
  });

  it('finds address, password, invoice and PDF in the account on the partner’s page', async () => {
    const { page } = visitor;
    const cabinet = cabinetOf(page);
    await page.goto(`${partnerUrl}/account`);
    await cabinet.getByRole('button', { name: new RegExp(hostname) }).click();
    await cabinet.getByRole('button', { name: 'Show the password' }).click();
    await cabinet.getByText('This password is not shown again').waitFor();

    await cabinet.getByRole('link', { name: 'Invoices' }).click();
    await cabinet.locator('.rows .line').click();
    const download = page.waitForEvent('download', { timeout: 60_000 });
    await cabinet.getByRole('button', { name: 'PDF' }).click();

    expect(isPdf(await bytesOf(await download))).toBe(true);
  });

  it('gets the invoice by mail', async () => {
    const { page } = visitor;

    await openMail(page, person.email, /invoice/i);

    expect((await attachmentsOf(page)).size).toBe(1);
  });

  it('has caused no breach of the Content-Security-Policy and no other error', () => {
    expect(visitor.complaints).toEqual([]);
  });
});
