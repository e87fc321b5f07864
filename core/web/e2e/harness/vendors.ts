import type { Page } from 'playwright-core';
import { serverPort, type Shop } from './addresses.js';
import { addServer, at, checkoutOf, fillCheckout, payButton } from './buying.js';
import type { Person } from './person.js';
import type { Language } from './words.js';

/** The way to pay, as the checkout names it. */
export type Method = 'Stripe' | 'PayPal' | 'LiqPay' | 'Bank transfer' | 'Банківський переказ';

/** Where each provider of the demo has its page. */
const PAGES: Readonly<Record<'Stripe' | 'PayPal' | 'LiqPay', string>> = {
  Stripe: `http://stripe.localhost:${serverPort + 6}/c/pay/`,
  LiqPay: `http://127.0.0.1:${serverPort + 7}/checkout/`,
  PayPal: `http://127.0.0.1:${serverPort + 8}/checkoutnow`,
};

/** From an empty cart to the order, and to whatever comes first of its payment. */
export async function orderBy(method: Method, shop: Shop, page: Page, person: Person, language?: Language): Promise<void> {
  await page.goto(at(shop, '/p/vps', language));
  await addServer(page, language);
  await page.goto(at(shop, '/checkout', language));
  await fillCheckout(page, person);
  await choose(page, method);
  await payButton(page).click();
}

export const choose = (page: Page, method: Method): Promise<void> =>
  checkoutOf(page)
    .getByRole('radio', { name: new RegExp(`^${method}`) })
    .click();

/** Waits until the provider's page is there. */
export const isAt = (page: Page, vendor: keyof typeof PAGES): Promise<void> =>
  page.waitForURL(url => url.href.startsWith(PAGES[vendor]));

/** Presses the provider's buttons, one after another. */
export async function press(page: Page, ...buttons: readonly string[]): Promise<void> {
  for (const button of buttons) await page.getByTestId(button).click();
}

/** Pays, and does not follow the provider's way back to the shop. */
export async function payAndStay(page: Page, vendor: keyof typeof PAGES): Promise<void> {
  await page.route(
    url => url.href.startsWith(PAGES[vendor]),
    async route => {
      const url = new URL(route.request().url());
      // Names under `localhost` are known to browsers, not to every resolver.
      url.hostname = '127.0.0.1';
      await route.fetch({ url: url.href, maxRedirects: 0 });
      await route.abort();
    },
  );
  const stopped = page.waitForEvent('requestfailed');
  await press(page, 'pay');
  await stopped;
}
