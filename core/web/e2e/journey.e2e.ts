import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tuulik } from './harness/addresses.js';
import {
  addServer,
  at,
  cabinetOf,
  calculatorOf,
  cartOf,
  checkoutOf,
  decide,
  fillBilling,
  minorUnits,
  payButton,
  register,
} from './harness/buying.js';
import { attachmentsOf, openMail } from './harness/mail.js';
import { bytesOf, isPdf, textOf } from './harness/pdf.js';
import { aPerson } from './harness/person.js';
import { aVisitor, type Visitor } from './harness/visitor.js';

const person = aPerson();
const hostname = 'harbour-1.example.com';
const SET_UP_MS = 90_000;

let visitor: Visitor;

beforeAll(async () => {
  visitor = await aVisitor();
});

afterAll(() => visitor.leave());

/** One buyer, from the front page to the invoice in the mail; each test goes on where the one before it stopped. */
describe('a visitor who becomes a customer', () => {
  it('sees who the company is and what its servers cost', async () => {
    const { page } = visitor;

    await page.goto(at(tuulik, '/'));

    expect(await page.title()).toContain('Tuulik');
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    const cards = page.locator('.plans .plan');
    expect(await cards.count()).toBeGreaterThanOrEqual(6);
    for (const card of await cards.all()) expect(await card.innerText()).toMatch(/€\d+\.\d\d/);
    await page.getByRole('link', { name: /T4/ }).first().click();
    await page.waitForURL(/\/p\/vps/);
  });

  it('sees the price change at once, without a request', async () => {
    const { page } = visitor;
    const calculator = calculatorOf(page);
    const figure = calculator.locator('.summary .figure');
    await calculator.getByRole('button', { name: 'Add to cart' }).waitFor();
    await page.waitForLoadState('networkidle');
    const requests: string[] = [];
    page.on('request', request => requests.push(request.url()));
    const price = async (): Promise<number> => Number(minorUnits(await figure.innerText()));
    const priceIs = (sum: number): Promise<void> => expect.poll(price, { timeout: 2000 }).toBe(sum);

    await priceIs(890);
    await calculator.getByRole('slider', { name: 'vCPU' }).fill('3');
    await priceIs(1190);
    await calculator.getByRole('spinbutton', { name: 'Memory' }).fill('6');
    await calculator.getByRole('spinbutton', { name: 'Memory' }).blur();
    await priceIs(1470);
    await calculator.getByRole('slider', { name: 'NVMe disk' }).fill('80');
    await priceIs(1630);
    await calculator.getByRole('radio', { name: /Frankfurt/ }).click();
    await priceIs(1730);
    await calculator.getByRole('radio', { name: /Debian 13/ }).click();
    await priceIs(1730);
    await calculator.getByRole('checkbox', { name: /Daily backups/ }).click();
    await priceIs(1910);
    await calculator.getByRole('radio', { name: /year/ }).click();
    await expect.poll(price, { timeout: 2000 }).toBeGreaterThan(9 * 1910);
    await calculator.getByRole('radio', { name: /3 months/ }).click();
    await expect.poll(price, { timeout: 2000 }).toBeLessThan(3 * 1910);

    page.removeAllListeners('request');
    expect(requests).toEqual([]);
  });

  it('gets the same figure from the shop to the minor unit', async () => {
    const { page } = visitor;
    const shown = minorUnits(await calculatorOf(page).locator('.summary .figure').innerText());
    const quoted = page.waitForResponse(/\/api\/store\/quotes$/);

    await addServer(page, 'en', hostname);

    const quote = (await (await quoted).json()) as { today: unknown };
    expect(quote.today).toEqual({ amount: shown, currency: 'EUR' });
  });

  it('finds the cart as it was after a reload, changes how many, and takes things out', async () => {
    const { page } = visitor;
    const cart = cartOf(page);
    await page.goto(at(tuulik, '/cart'));
    const total = async (): Promise<string> => minorUnits(await cart.locator('.totals .figure').innerText());
    await cart.getByRole('heading', { name: /T4/ }).waitFor();
    const one = await total();

    await page.reload();
    await cart.getByRole('heading', { name: /T4/ }).waitFor();
    expect(await total()).toBe(one);
    await cart.getByRole('button', { name: /One more/ }).click();
    await expect.poll(total).toBe(String(2 * Number(one)));
    await cart.getByRole('button', { name: /One fewer/ }).click();
    await expect.poll(total).toBe(one);

    await page.goto(at(tuulik, '/p/vps'));
    await addServer(page);
    await page.goto(at(tuulik, '/cart'));
    await expect.poll(() => cart.locator('.item').count()).toBe(2);
    await cart
      .getByRole('button', { name: /^Remove/ })
      .last()
      .click();
    await expect.poll(() => cart.locator('.item').count()).toBe(1);
    expect(await total()).toBe(one);
  });

  it('is told at the fields what is missing', async () => {
    const { page } = visitor;
    await cartOf(page).getByRole('link', { name: 'Go to checkout' }).click();
    await page.waitForURL(/\/checkout/);
    const checkout = checkoutOf(page);

    await payButton(page).click();
    await checkout.getByText('Enter a name.').first().waitFor();
    await register(page, person);
    await payButton(page).click();

    await checkout.getByText('Enter street and house number.').waitFor();
    await checkout.getByText('Accept the terms to order.').waitFor();
  });

  it('sees every line, the total of today and the next renewal before paying', async () => {
    const { page } = visitor;
    await fillBilling(page, person);
    const summary = checkoutOf(page).locator('[part="summary"]');

    const text = await summary.innerText();

    for (const word of ['T4', 'vCPU', 'Memory', 'NVMe disk', 'Frankfurt', 'Daily backups', 'Due today', 'Next payment on']) {
      expect(text).toContain(word);
    }
    const today = await summary.locator('.figure').innerText();
    expect(await payButton(page).innerText()).toContain(today);
  });

  it('pays on the page of the payment provider and comes back to a paid order', async () => {
    const { page } = visitor;

    await payButton(page).click();
    await decide(page, 'pay');

    const checkout = checkoutOf(page);
    await checkout.getByText(/received\..*Invoice .+ is paid\./).waitFor();
  });

  it('watches the server being set up, step by step, without touching the page', async () => {
    const steps = checkoutOf(visitor.page).locator('.arrival .steps');
    await steps.getByText('Ordered from the data centre').waitFor();
    await steps
      .getByText(/Copying the system|Setting up the network|Starting up/)
      .first()
      .waitFor();

    await steps.getByText(/^Ready/).waitFor({ timeout: SET_UP_MS });

    await checkoutOf(visitor.page).getByText('Everything is ready.').waitFor();
    expect((await steps.innerText()).split('\n').filter(line => line.trim() !== '').length).toBeGreaterThan(3);
  });

  it('finds the server in the cabinet with its address, and its password once', async () => {
    const { page } = visitor;
    const cabinet = cabinetOf(page);
    await checkoutOf(page).getByRole('link', { name: 'Go to my account' }).click();

    await cabinet.getByRole('button', { name: new RegExp(hostname) }).click();
    await cabinet.getByRole('heading', { name: hostname }).waitFor();
    expect(await cabinet.locator('dd .mono').first().innerText()).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    await cabinet.getByRole('button', { name: 'Show the password' }).click();
    await cabinet.getByText('This password is not shown again', { exact: false }).waitFor();
    const password = await cabinet.locator('dd .mono').last().innerText();
    expect(password.length).toBeGreaterThanOrEqual(10);

    await page.reload();
    await cabinet.getByRole('heading', { name: hostname }).waitFor();
    expect(await cabinet.getByRole('button', { name: 'Show the password' }).count()).toBe(0);
    expect(await cabinet.getByText(password).count()).toBe(0);
  });

  it('stops the server and starts it again', async () => {
    const cabinet = cabinetOf(visitor.page);
    const badge = cabinet.locator('.service-head hw-state-badge');
    expect(await badge.innerText()).toContain('Running');

    await cabinet.getByRole('button', { name: 'Stop server' }).click();
    await cabinet.getByText(`Stop ${hostname}?`, { exact: false }).waitFor();
    await cabinet.locator('hw-ask').getByRole('button', { name: 'Stop server' }).click();
    await expect.poll(() => badge.innerText(), { timeout: SET_UP_MS }).toContain('Stopped');

    await cabinet.locator('button[aria-disabled="false"]', { hasText: 'Start server' }).click({ timeout: SET_UP_MS });
    await expect.poll(() => badge.innerText(), { timeout: SET_UP_MS }).toContain('Running');
  });

  it('has the paid invoice as a PDF with its number and the own name', async () => {
    const { page } = visitor;
    const cabinet = cabinetOf(page);
    await cabinet.getByRole('link', { name: 'Invoices' }).click();
    const row = cabinet.locator('.rows .line');
    await row.first().waitFor();
    expect(await row.count()).toBe(1);
    expect(await row.innerText()).toContain('Paid');
    const number = await row.locator('strong').innerText();
    await row.click();

    const download = page.waitForEvent('download', { timeout: 60_000 });
    await cabinet.getByRole('button', { name: 'PDF' }).click();
    const file = await download;
    const bytes = await bytesOf(file);

    expect(file.suggestedFilename()).toBe(`${number}.pdf`);
    expect(isPdf(bytes)).toBe(true);
    const text = await textOf(bytes);
    expect(text).toContain(number);
    expect(text).toContain(person.name);
    expect(text).toContain('Tuulik');
  });

  it('finds the payment and the order in their lists', async () => {
    const cabinet = cabinetOf(visitor.page);

    await cabinet.getByRole('link', { name: 'Payments' }).click();
    await cabinet.locator('.rows .line').getByText('Received').waitFor();
    expect(await cabinet.locator('.rows .line').count()).toBe(1);
    await cabinet.getByRole('link', { name: 'Orders' }).click();
    await cabinet.locator('.rows .line').getByText('Completed').waitFor();
    expect(await cabinet.locator('.rows .line').innerText()).toContain(hostname);
  });

  it('gets the invoice by mail with the PDF attached', async () => {
    const { page } = visitor;

    await openMail(page, person.email, /invoice/i);

    const files = [...(await attachmentsOf(page))];
    expect(files).toHaveLength(1);
    const [name, bytes] = files[0]!;
    expect(name).toMatch(/\.pdf$/);
    expect(await textOf(bytes)).toContain(person.name);
  });

  it('has seen no error on the way', () => {
    expect(visitor.complaints).toEqual([]);
  });
});
