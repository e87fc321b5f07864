import type { Locator, Page } from 'playwright-core';
import type { Shop } from './addresses.js';
import type { Person } from './person.js';
import { said, type Language } from './words.js';

export const calculatorOf = (page: Page): Locator => page.locator('hw-calculator');
export const cartOf = (page: Page): Locator => page.locator('hw-cart');
export const checkoutOf = (page: Page): Locator => page.locator('hw-checkout');
export const cabinetOf = (page: Page): Locator => page.locator('hw-cabinet');

/** What the sandbox's page lets the payer choose. */
export type Decision = 'pay' | 'decline' | 'confirm' | 'lost' | 'twice' | 'early';

/** The address of a storefront's page in a language. */
export const at = (shop: Shop, path: string, language?: Language): string =>
  `${shop.url}${path}${language ? `?lang=${language}` : ''}`;

/** Puts the plan that the calculator begins with into the cart. */
export async function addServer(page: Page, language: Language = 'en', hostname?: string): Promise<void> {
  const calculator = calculatorOf(page);
  if (hostname !== undefined) {
    await calculator.locator('#hostname').fill(hostname);
    await calculator.locator('#hostname').blur();
  }
  await calculator.getByRole('button', { name: said(language, 'add') }).click();
  await calculator.getByText(said(language, 'to-cart')).filter({ visible: true }).first().waitFor();
}

/** The three steps of the checkout, up to the button. */
export async function fillCheckout(page: Page, person: Person): Promise<void> {
  await register(page, person);
  await fillBilling(page, person);
}

export async function register(page: Page, person: Person): Promise<void> {
  const account = checkoutOf(page).locator('section[aria-labelledby="step1"]');
  for (const field of ['name', 'email', 'password'] as const) {
    await account.locator(`input[name="${field}"]`).fill(person[field]);
  }
  await account.locator('button[type="submit"]').click();
  await account.getByText(person.email).waitFor();
}

export async function fillBilling(page: Page, person: Person): Promise<void> {
  const checkout = checkoutOf(page);
  const billing = checkout.locator('section[aria-labelledby="step2"]');
  for (const field of ['name', 'street', 'postalCode', 'city'] as const) {
    await billing.locator(`input[name="${field}"]`).fill(person[field]);
  }
  await billing.locator('select[name="country"]').selectOption(person.country);
  await checkout.locator('input[name="terms"]').check();
}

export const payButton = (page: Page): Locator => checkoutOf(page).locator('button.pay');

/** On the sandbox's page: decides, and comes back to the page that sent the payer there. */
export async function decide(page: Page, decision: Decision): Promise<void> {
  await page.waitForURL(/\/\/pay\.localhost/);
  await page.locator(`button[value="${decision}"]`).click();
  if (decision === 'confirm') {
    await page.locator('input[name="code"]').fill('424242');
    await page.locator('button[value="code"]').click();
  }
  await page.waitForURL(url => !url.host.startsWith('pay.'));
}

/** From an empty cart to the sandbox's page. */
export async function orderAt(shop: Shop, page: Page, person: Person, hostname?: string): Promise<void> {
  await page.goto(at(shop, '/p/vps'));
  await addServer(page, 'en', hostname);
  await page.goto(at(shop, '/checkout'));
  await fillCheckout(page, person);
  await payButton(page).click();
}

/** Minor units of a sum as a reader sees it. */
export const minorUnits = (text: string): string => text.replaceAll(/\D/g, '').replace(/^0+(?=\d)/, '');
