import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { kashtan, partnerUrl, tuulik, type Shop } from './harness/addresses.js';
import { ownerOf } from './harness/api.js';
import { booksOf, expectPaidOnce } from './harness/books.js';
import { at, cabinetOf, calculatorOf, cartOf, checkoutOf, fillCheckout, payButton } from './harness/buying.js';
import { aPerson, type Person } from './harness/person.js';
import { choose, isAt, orderBy, payAndStay, press, type Method } from './harness/vendors.js';
import { aGuest, type Eyes, type Visitor } from './harness/visitor.js';
import { said, type Language } from './harness/words.js';

const SET_UP_MS = 90_000;
const PAID = /received\..*Invoice .+ is paid\./;
const PHONE = 390;

const kyiv = (): Person =>
  aPerson({ name: 'Ярина Ґалаґан', street: 'вул. Січових Стрільців, 12', city: 'Київ', postalCode: '04053', country: 'UA' });

/** A visitor whose pages, the providers' among them, must not complain. */
async function aQuietGuest(eyes?: Eyes): Promise<Visitor> {
  const guest = await aGuest(eyes);
  onTestFinished(() => expect(guest.complaints).toEqual([]));
  return guest;
}

const isPaid = (page: Page): Promise<void> => checkoutOf(page).getByText(PAID).waitFor();

const isReady = (page: Page, language: Language = 'en'): Promise<void> =>
  checkoutOf(page).getByText(said(language, 'all-ready')).waitFor({ timeout: SET_UP_MS });

/** After a decline: another try of the same order, in the same way. */
async function tryAgain(page: Page, method: Method): Promise<void> {
  const checkout = checkoutOf(page);
  await checkout.getByRole('button', { name: 'Try to pay again' }).click();
  await choose(page, method);
  await checkout.locator('button.primary', { hasText: /pay/i }).click();
}

/** In another tab, some time later: the invoice in the account. */
async function openInvoice({ context }: Visitor, shop: Shop = tuulik, language: Language = 'en') {
  const page = await context.newPage();
  await page.goto(at(shop, '/cabinet', language));
  const cabinet = cabinetOf(page);
  await cabinet.getByRole('link', { name: said(language, 'invoices') }).click();
  await cabinet.locator('.rows .line').click();
  return { page, cabinet };
}

/** On the partner's site: from the calculator in the article to the button. */
async function orderAtPartner(method: Method, page: Page, person: Person): Promise<void> {
  const answer = await page.goto(partnerUrl);
  expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
  await calculatorOf(page).getByRole('button', { name: 'Add to cart' }).click();
  await cartOf(page).locator('.item').waitFor();
  await cartOf(page).getByRole('link', { name: 'Go to checkout' }).click();
  await page.waitForURL(`${partnerUrl}/order`);
  await fillCheckout(page, person);
  await choose(page, method);
  await payButton(page).click();
}

/** Nothing may be wider than the phone. */
const expectToFit = async (page: Page): Promise<void> =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), page.url()).toBeLessThanOrEqual(0);

describe('on Stripe’s page', () => {
  it('a card that asks for 3-D Secure pays, and the server appears', async () => {
    const { page } = await aQuietGuest();
    const person = aPerson();
    await orderBy('Stripe', tuulik, page, person);
    await isAt(page, 'Stripe');

    await press(page, 'authenticate', 'confirm');

    await isPaid(page);
    await isReady(page);
    await expectPaidOnce(tuulik, person);
  });

  it('a card that is declined can be followed by another one', async () => {
    const { page } = await aQuietGuest({ width: PHONE });
    const person = aPerson();
    await orderBy('Stripe', tuulik, page, person);
    await isAt(page, 'Stripe');

    await press(page, 'decline');
    await page.getByRole('alert').waitFor();
    await expectToFit(page);
    await press(page, 'pay');

    await isPaid(page);
    await expectPaidOnce(tuulik, person);
  });

  it('the buyer turns back, is told that nothing was taken, and goes on with the same payment', async () => {
    const { page } = await aQuietGuest();
    const person = aPerson();
    await orderBy('Stripe', tuulik, page, person);
    await isAt(page, 'Stripe');
    const address = page.url();

    await press(page, 'cancel');
    await checkoutOf(page).getByRole('button', { name: 'Continue this payment' }).click();
    await isAt(page, 'Stripe');
    expect(page.url()).toBe(address);
    await press(page, 'pay');

    await isPaid(page);
    await expectPaidOnce(tuulik, person);
  });

  it('the buyer turns back and pays another way, and the page that was left takes nothing any more', async () => {
    const { page } = await aQuietGuest();
    const person = aPerson();
    await orderBy('Stripe', tuulik, page, person);
    await isAt(page, 'Stripe');

    await press(page, 'cancel');
    const checkout = checkoutOf(page);
    await checkout.getByRole('button', { name: 'Pay another way' }).click();
    await choose(page, 'PayPal');
    await checkout.locator('button.primary', { hasText: /pay/i }).click();
    await isAt(page, 'PayPal');
    await press(page, 'pay');

    await isPaid(page);
    const states = async () => (await booksOf(tuulik, person)).payments.map(payment => payment.state);
    await expect.poll(states, { timeout: 20_000 }).toContain('cancelled');
    await expectPaidOnce(tuulik, person, 'cancelled');
  });

  it('the buyer closes the tab and goes on from the account', async () => {
    const visitor = await aQuietGuest();
    const person = aPerson();
    await orderBy('Stripe', tuulik, visitor.page, person);
    await isAt(visitor.page, 'Stripe');
    await visitor.page.close();

    const { page, cabinet } = await openInvoice(visitor);
    await cabinet.getByRole('button', { name: 'Continue this payment' }).click();
    await isAt(page, 'Stripe');
    await press(page, 'pay');

    await isPaid(page);
    await expectPaidOnce(tuulik, person);
  });
});

describe('in Stripe’s form inside the checkout', () => {
  beforeAll(() => payWith('embedded'));
  afterAll(() => payWith('hosted'));

  /** The setting that the owner would change in the panel. */
  async function payWith(checkout: string): Promise<void> {
    const owner = await ownerOf(tuulik);
    const { items } = await owner.call('listPlugins');
    const [installation] = items.find(({ id }) => id === 'stripe')?.installations ?? [];
    const params = { installationId: installation?.id ?? '' };
    await owner.call('updateInstallation', { params, body: { config: { ...installation?.config, checkout } } });
  }

  it('a declined card is told, the next one asks for 3-D Secure, and the shop’s page is never left', async () => {
    const { page } = await aQuietGuest();
    const person = aPerson();
    await orderBy('Stripe', tuulik, page, person);

    await press(page, 'decline', 'stripe-submit');
    await page.getByText('Your card was declined.').waitFor();
    await press(page, 'authenticate', 'stripe-submit');
    await page.getByTestId('confirm').waitFor();
    expect(await page.getByText('Your card was declined.').filter({ visible: true }).count()).toBe(0);
    await press(page, 'confirm');

    await isPaid(page);
    expect(page.url().startsWith(tuulik.url)).toBe(true);
    await isReady(page);
    await expectPaidOnce(tuulik, person);
  });

  it('the buyer closes the tab at the bank’s question, and pays with the form in the account', async () => {
    const visitor = await aQuietGuest({ scheme: 'dark' });
    const person = aPerson();
    await orderBy('Stripe', tuulik, visitor.page, person);
    await press(visitor.page, 'authenticate', 'stripe-submit');
    await visitor.page.getByTestId('confirm').waitFor();
    await visitor.page.close();

    const { page, cabinet } = await openInvoice(visitor);
    await cabinet.getByRole('button', { name: 'Continue this payment' }).click();
    await press(page, 'pay', 'stripe-submit');

    await cabinet.getByText(PAID).waitFor();
    await expectPaidOnce(tuulik, person);
  });

  it('the form works on the partner’s site too', async () => {
    const { page } = await aQuietGuest({ width: PHONE });
    const person = aPerson();
    await orderAtPartner('Stripe', page, person);

    await press(page, 'pay', 'stripe-submit');

    await isPaid(page);
    expect(page.url().startsWith(partnerUrl)).toBe(true);
    await expectPaidOnce(tuulik, person);
  });
});

describe('at PayPal', () => {
  it('the buyer confirms, approves, and has the server', async () => {
    const { page } = await aQuietGuest();
    const person = aPerson();
    await orderBy('PayPal', tuulik, page, person);
    await isAt(page, 'PayPal');

    await press(page, 'authenticate', 'confirm');

    await isPaid(page);
    await isReady(page);
    await expectPaidOnce(tuulik, person);
  });

  it('a payment that the bank declines is told, and the next try is paid', async () => {
    const { page } = await aQuietGuest();
    const person = aPerson();
    await orderBy('PayPal', tuulik, page, person);
    await isAt(page, 'PayPal');

    await press(page, 'decline');
    await checkoutOf(page).getByText('The payment did not go through.').waitFor();
    await tryAgain(page, 'PayPal');
    await isAt(page, 'PayPal');
    await press(page, 'pay');

    await isPaid(page);
    await expectPaidOnce(tuulik, person, 'declined');
  });

  it('an approval that is told twice is taken once', async () => {
    const { page } = await aQuietGuest();
    const person = aPerson();
    await orderBy('PayPal', tuulik, page, person);
    await isAt(page, 'PayPal');

    await press(page, 'twice');

    await isPaid(page);
    await expectPaidOnce(tuulik, person);
  });

  it('the buyer closes the tab and goes on from the account', async () => {
    const visitor = await aQuietGuest();
    const person = aPerson();
    await orderBy('PayPal', tuulik, visitor.page, person);
    await isAt(visitor.page, 'PayPal');
    await visitor.page.close();

    const { page, cabinet } = await openInvoice(visitor);
    await cabinet.getByRole('button', { name: 'Continue this payment' }).click();
    await isAt(page, 'PayPal');
    await press(page, 'pay');

    await isPaid(page);
    await expectPaidOnce(tuulik, person);
  });

  it('the buyer turns back and pays another way', async () => {
    const { page } = await aQuietGuest({ width: PHONE });
    const person = aPerson();
    await orderBy('PayPal', tuulik, page, person);
    await isAt(page, 'PayPal');
    await expectToFit(page);

    await press(page, 'cancel');
    const checkout = checkoutOf(page);
    await checkout.getByRole('button', { name: 'Pay another way' }).click();
    await choose(page, 'Stripe');
    await checkout.locator('button.primary', { hasText: /pay/i }).click();
    await isAt(page, 'Stripe');
    await press(page, 'pay');

    await isPaid(page);
    await expectPaidOnce(tuulik, person, 'requires-action');
  });

  it('whoever comes from the partner’s site is brought back there', async () => {
    const { page } = await aQuietGuest();
    const person = aPerson();
    await orderAtPartner('PayPal', page, person);
    await isAt(page, 'PayPal');

    await press(page, 'pay');

    await isPaid(page);
    expect(page.url().startsWith(`${partnerUrl}/order`)).toBe(true);
    await isReady(page);
    await expectPaidOnce(tuulik, person);
  });
});

describe('at LiqPay, on a phone in Ukrainian', () => {
  const paid = said('uk', 'paid');

  it('a card that asks for 3-D Secure pays hryvnias, and the server appears', async () => {
    const { page } = await aQuietGuest({ width: PHONE });
    const person = kyiv();
    await orderBy('LiqPay', kashtan, page, person, 'uk');
    await isAt(page, 'LiqPay');
    expect(await page.locator('html').getAttribute('lang')).toBe('uk');
    expect(await page.locator('.amount').innerText()).toMatch(/\d.*(₴|грн)/);
    await expectToFit(page);

    await press(page, 'authenticate', 'authenticate');

    await checkoutOf(page).getByText(paid).waitFor();
    await expectToFit(page);
    await isReady(page, 'uk');
    await expectPaidOnce(kashtan, person);
    expect((await booksOf(kashtan, person)).payments).toMatchObject([{ received: { currency: 'UAH' } }]);
  });

  it('a card that is declined is told, and the next try is paid', async () => {
    const { page } = await aQuietGuest({ width: PHONE });
    const person = kyiv();
    await orderBy('LiqPay', kashtan, page, person, 'uk');
    await isAt(page, 'LiqPay');

    await press(page, 'decline');
    const checkout = checkoutOf(page);
    await checkout.getByText(said('uk', 'declined')).waitFor();
    await checkout.getByRole('button', { name: said('uk', 'pay-again') }).click();
    await choose(page, 'LiqPay');
    await checkout.locator('button.primary').click();
    await isAt(page, 'LiqPay');
    await press(page, 'pay');

    await checkout.getByText(paid).waitFor();
    await expectPaidOnce(kashtan, person, 'declined');
  });
});

describe('a buyer who pays and closes the tab before the way back', () => {
  it.each([
    ['Stripe', tuulik, 'en'],
    ['PayPal', tuulik, 'en'],
    ['LiqPay', kashtan, 'uk'],
  ] as const)('finds the invoice paid when %s has told the shop', async (method, shop, language) => {
    const visitor = await aQuietGuest();
    const person = kyiv();
    await orderBy(method, shop, visitor.page, person, language);
    await isAt(visitor.page, method);
    await payAndStay(visitor.page, method);
    await visitor.page.close();

    await expect.poll(async () => (await booksOf(shop, person)).invoices, { timeout: 30_000 }).toMatchObject([{ state: 'paid' }]);
    const { cabinet } = await openInvoice(visitor, shop, language);
    await cabinet.locator('hw-state-badge', { hasText: said(language, 'invoice.paid') }).waitFor();
    await expectPaidOnce(shop, person);
  });
});

describe('by bank transfer', () => {
  it('a code fills the transfer in, and the bank’s statement pays the invoice', async () => {
    const { page } = await aQuietGuest({ width: PHONE });
    const person = kyiv();
    const begun = page.waitForResponse(/\/api\/store\/invoices\/[^/]+\/payments$/);
    await orderBy('Банківський переказ', kashtan, page, person, 'uk');
    const checkout = checkoutOf(page);
    await checkout.locator('hw-payment-codes svg').waitFor();
    await expectToFit(page);

    const { step } = (await (await begun).json()) as { step: { codes: readonly { payload: string }[] } };
    const [order] = (await booksOf(kashtan, person)).orders;
    const hryvnias = (order?.today.amount ?? '').replace(/(\d\d)$/, '.$1');
    const code = Buffer.from(step.codes[0]?.payload.replace('https://bank.gov.ua/qr/', '') ?? '', 'base64url').toString();
    expect(code).toContain('UA743052990000026007233566001');
    expect(code).toContain(`UAH${hryvnias.replace(/\.00$/, '')}`);
    const number = (await booksOf(kashtan, person)).invoices[0]?.number ?? '';
    expect(code).toContain(number);

    await importStatement(`Date;Payer;Text;Amount;Currency;ID
2026-11-22;${person.name};Оплата за рахунком ${number};${hryvnias};UAH;${order?.id}`);

    await checkout.getByText(said('uk', 'paid')).waitFor();
    await isReady(page, 'uk');
    await expectPaidOnce(kashtan, person);
  });

  async function importStatement(content: string): Promise<void> {
    const owner = await ownerOf(kashtan);
    const { items } = await owner.call('listPlugins');
    const installationId = items.find(({ id }) => id === 'bank-transfer')?.installations[0]?.id;
    const file = { name: 'листопад.csv', encoding: 'text', content };
    await owner.call('readStatement', { body: { installationId, dryRun: false, file } });
  }
});
