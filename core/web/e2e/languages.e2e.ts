import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kashtan } from './harness/addresses.js';
import { addServer, at, cabinetOf, calculatorOf, cartOf, checkoutOf, decide, fillCheckout, payButton } from './harness/buying.js';
import { attachmentsOf, openMail } from './harness/mail.js';
import { bytesOf, textOf } from './harness/pdf.js';
import { aPerson } from './harness/person.js';
import { textsOn, untranslated } from './harness/texts.js';
import { aGuest, aVisitor, type Visitor } from './harness/visitor.js';
import { said, type Language } from './harness/words.js';

const PHONE = 390;
const SET_UP_MS = 90_000;

const person = aPerson({
  name: 'Ярина Ґалаґан-Їжакевич',
  street: 'вул. Січових Стрільців, 12',
  city: 'Київ',
  postalCode: '04053',
  country: 'UA',
});

async function expectTranslated({ page }: Visitor, language: Language): Promise<void> {
  expect(await page.locator('html').getAttribute('lang')).toBe(language);
  expect(untranslated(await textsOn(page), language), page.url()).toEqual([]);
}

/** Nothing may be wider than the phone: a page that slides sideways hides its prices. */
async function expectToFit({ page }: Visitor): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), page.url()).toBeLessThanOrEqual(0);
}

describe('a purchase in Ukrainian on a phone', () => {
  let visitor: Visitor;

  beforeAll(async () => {
    visitor = await aVisitor({ width: PHONE });
  });

  afterAll(() => visitor.leave());

  it('begins on a storefront in Ukrainian with prices in hryvnias', async () => {
    const { page } = visitor;
    await page.goto(at(kashtan, '/'));
    await calculatorOf(page).locator('.bar').waitFor();

    await expectTranslated(visitor, 'uk');
    await expectToFit(visitor);
    expect(await page.locator('.plan__price').first().innerText()).toMatch(/\d.*(₴|грн)/);
  });

  it('shows the sum in a bar at the bottom that opens into what it is made of', async () => {
    const { page } = visitor;
    await page.goto(at(kashtan, '/p/vps'));
    const calculator = calculatorOf(page);
    await calculator.locator('.bar-total').click();
    const sheet = calculator.locator('dialog.sheet');
    await sheet.getByText(said('uk', 'summary')).waitFor();

    await expectTranslated(visitor, 'uk');
    await sheet.getByRole('button', { name: said('uk', 'close') }).click();
    await addServer(page, 'uk');
  });

  it('goes through cart and checkout and is paid', async () => {
    const { page } = visitor;
    await page.goto(at(kashtan, '/cart'));
    await cartOf(page).locator('.item').waitFor();
    await expectTranslated(visitor, 'uk');
    await expectToFit(visitor);
    await page.goto(at(kashtan, '/checkout'));
    await fillCheckout(page, person);
    await expectTranslated(visitor, 'uk');
    await expectToFit(visitor);

    await payButton(page).click();
    await page.waitForURL(/\/\/pay\.localhost/);
    expect(await page.locator('html').getAttribute('lang')).toBe('uk');
    await decide(page, 'pay');

    await checkoutOf(page).getByText(said('uk', 'paid')).waitFor();
    await checkoutOf(page).getByText(said('uk', 'all-ready')).waitFor({ timeout: SET_UP_MS });
    await expectTranslated(visitor, 'uk');
  });

  it('leaves an invoice with Cyrillic text that can be read', async () => {
    const { page } = visitor;
    const cabinet = cabinetOf(page);
    await page.goto(at(kashtan, '/cabinet'));
    await cabinet.locator('.service-line').waitFor();
    await expectTranslated(visitor, 'uk');
    await expectToFit(visitor);
    await cabinet.locator('.menu a').nth(1).click();
    await cabinet.locator('.rows .line').click();
    const download = page.waitForEvent('download', { timeout: 60_000 });
    await cabinet.getByRole('button', { name: 'PDF' }).click();

    const text = await textOf(await bytesOf(await download));

    expect(text).toContain(person.name);
    expect(text).toContain('ТОВ «Каштан Хостинг»');
    expect(text).toMatch(/Рахунок/i);
    await expectTranslated(visitor, 'uk');
  });

  it('sends the invoice in Ukrainian', async () => {
    const { page } = visitor;

    await openMail(page, person.email, /рахун/i);

    const [bytes] = (await attachmentsOf(page)).values();
    expect(await textOf(bytes!)).toContain(person.name);
  });

  it('has seen no error on the way', () => {
    expect(visitor.complaints).toEqual([]);
  });
});

describe.each(['uk', 'ru', 'en'] as const)('a reader of %s', language => {
  it('finds every page in that language, on a phone as well', async () => {
    const visitor = await aGuest({ width: PHONE });
    const { page } = visitor;
    await page.goto(at(kashtan, '/p/vps', language));
    await addServer(page, language);

    for (const path of ['/', '/p/vps', '/cart', '/checkout', '/cabinet', '/legal/terms', '/no-such-page']) {
      await page.goto(at(kashtan, path, language));
      await page.waitForLoadState('networkidle');
      await expectTranslated(visitor, language);
      await expectToFit(visitor);
    }

    expect(visitor.complaints).toEqual([]);
  });
});
