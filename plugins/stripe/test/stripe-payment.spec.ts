/// <reference lib="dom" />
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { browserBundle } from '@hostwright/sdk/testing';
import { chromium, type Browser, type LaunchOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aShop } from './shop.js';

const SLOW = 120_000;
const OPTIONS = new URL('../../../core/web/e2e/chromium.mjs', import.meta.url);
const ELEMENT = new URL('../src/elements/stripe-payment.ts', import.meta.url);

let shop: Awaited<ReturnType<typeof aShop>>;
let browser: Browser;
let site: Server;
let siteUrl: string;

beforeAll(async () => {
  shop = await aShop({ checkout: 'embedded' });
  const { chromiumOptions } = (await import(OPTIONS.href)) as { chromiumOptions: () => Promise<LaunchOptions> };
  browser = await chromium.launch(await chromiumOptions());
  const module = await browserBundle(ELEMENT);
  const origin = new URL(shop.stripe.url).origin;
  site = createServer((request, response) => {
    if (request.url === '/element.js') return void response.setHeader('content-type', 'text/javascript').end(module);
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .setHeader('content-security-policy', `default-src 'none'; script-src 'self' ${origin}; connect-src ${origin}`)
      .end('<!doctype html><meta name="viewport" content="width=device-width"><title>Checkout</title><main></main>');
  });
  await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
}, SLOW);
afterAll(async () => {
  await browser.close();
  site.closeAllConnections();
  await new Promise(resolve => site.close(resolve));
  expect(shop.stripe.faults).toEqual([]);
  await shop.close();
}, SLOW);

/** The checkout as the core draws it: the data goes in first, and a shadow stands around it. */
async function checkout(words: Record<string, string> = {}, isDefinedLater = false) {
  const begun = await shop.start();
  if (begun.step.next !== 'embed') throw new Error('The form should be shown');
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const told: { name: string; message?: string }[] = [];
  await page.exposeFunction('tell', (name: string, message?: string) => told.push({ name, ...(message && { message }) }));
  await page.goto(siteUrl);
  const define = () => page.addScriptTag({ type: 'module', url: `${siteUrl}element.js` });
  if (!isDefinedLater) await define();
  await page.evaluate(
    ([data, tag]) => {
      for (const name of ['hostwright-payment-done', 'hostwright-payment-failed'])
        document.addEventListener(name, event => void tell(name, (event as CustomEvent<{ message?: string }>).detail.message));
      const element = Object.assign(document.createElement(tag), { data });
      const inner = document.createElement('div');
      inner.attachShadow({ mode: 'open' }).append(element);
      const outer = document.createElement('div');
      outer.attachShadow({ mode: 'open' }).append(inner);
      document.querySelector('main')!.append(outer);
    },
    [{ ...begun.step.data, ...words }, begun.step.element] as const,
  );
  if (isDefinedLater) await define();
  const hears = (name: string) => expect.poll(() => told.find(event => event.name === name), { timeout: 30_000 });
  return { ...begun, page, told, hears, submit: page.getByTestId('stripe-submit') };
}

declare const tell: (name: string, message?: string) => Promise<void>;

const choose = async (page: Page, card: string): Promise<void> => page.getByTestId(card).click();

describe('the form of Stripe in the checkout', () => {
  it(
    'pays, and tells the shop that the customer is done',
    async () => {
      const { page, submit, hears, reference } = await checkout();

      await choose(page, 'pay');
      expect(await submit.textContent()).toMatch(/^Сплатити 14,40\s€$/);
      await submit.click();

      await hears('hostwright-payment-done').toEqual({ name: 'hostwright-payment-done' });
      expect((await shop.gateway.fetch(reference)).state).toBe('succeeded');
      await page.close();
    },
    SLOW,
  );

  it(
    'says that a card was refused, and takes the next one after 3-D Secure',
    async () => {
      const { page, submit, hears, reference } = await checkout();

      await choose(page, 'decline');
      await submit.click();
      await hears('hostwright-payment-failed').toBeDefined();
      expect(await page.getByRole('alert').textContent()).toBe('Your card was declined.');
      await choose(page, 'authenticate');
      await submit.click();
      await page.getByTestId('confirm').click();

      await hears('hostwright-payment-done').toBeDefined();
      expect(await page.getByRole('alert').isHidden()).toBe(true);
      expect((await shop.gateway.fetch(reference)).state).toBe('succeeded');
      await page.close();
    },
    SLOW,
  );

  it(
    'keeps what it was given before it was defined, stands on the page and not in a shadow, and leaves nothing behind',
    async () => {
      const { page, submit } = await checkout({}, true);
      await page.getByTestId('pay').waitFor();

      const isOnPage = await page.evaluate(() => document.querySelector('[data-testid="pay"]') !== null);
      await page.evaluate(() => document.querySelector('main > div')!.shadowRoot!.replaceChildren());

      expect(isOnPage).toBe(true);
      expect(await submit.count()).toBe(0);
      expect(await page.getByTestId('pay').count()).toBe(0);
      await page.close();
    },
    SLOW,
  );

  it(
    'says so when Stripe.js cannot be loaded',
    async () => {
      const { page, submit, step } = await checkout({ script: `${siteUrl}no-stripe.js` });

      await page.getByRole('alert').filter({ hasText: /./ }).waitFor();

      expect(step.next === 'embed' && step.data['unavailable']).toBe(await page.getByRole('alert').textContent());
      expect(await submit.isDisabled()).toBe(true);
      await page.close();
    },
    SLOW,
  );
});
