import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumOptions } from './chromium.mjs';

/**
 * Pictures of every main screen of a running demo, narrow and wide, light and dark, in three languages:
 * `node core/web/e2e/screenshots.mjs http://127.0.0.1:3000 .cache/screenshots`
 */
const [base = 'http://127.0.0.1:3000', folder = '.cache/screenshots', only = ''] = process.argv.slice(2);
const port = Number(new URL(base).port);

const TUULIK = {
  url: `http://tuulik.localhost:${port}`,
  customer: ['customer@tuulik.example', 'windmill-customer-2026'],
  owner: ['owner@tuulik.example', 'windmill-owner-2026'],
};
const KASHTAN = {
  url: `http://kashtan.localhost:${port}`,
  customer: ['customer@kashtan.example', 'chestnut-customer-2026'],
  owner: ['owner@kashtan.example', 'chestnut-owner-2026'],
};
const SHOPS = { en: TUULIK, uk: KASHTAN, ru: KASHTAN };
const WIDTHS = [390, 1440];
const SCHEMES = ['light', 'dark'];

const browser = await chromium.launch(await chromiumOptions());
await mkdir(folder, { recursive: true });
for (const shop of [TUULIK, KASHTAN]) await withPage({ width: 1440, scheme: 'light' }, page => buy(page, shop));
for (const [language, shop] of Object.entries(SHOPS)) {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      const set = [language, width, scheme].join('-');
      if (set.includes(only)) await withPage({ width, scheme }, page => picture(page, shop, language, set));
    }
  }
}
await browser.close();

async function withPage({ width, scheme }, work) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  await work(await context.newPage());
  await context.close();
}

async function picture(page, shop, language, set) {
  let count = 0;
  const save = async (name, fullPage = true) => {
    await page.waitForLoadState('networkidle');
    const file = `${set}-${String(++count).padStart(2, '0')}-${name}.png`;
    await page.screenshot({ path: path.join(folder, file), fullPage });
  };
  const open = (place, extra = '') => page.goto(`${shop.url}${place}?lang=${language}${extra}`);

  await open('/');
  await page.locator('hw-calculator .figure, hw-calculator .bar-total').filter({ visible: true }).first().waitFor();
  await save('home');
  await open('/p/vps');
  await page.locator('hw-calculator .figure, hw-calculator .bar-total').filter({ visible: true }).first().waitFor();
  await save('product');
  await page
    .locator('hw-calculator .summary button.primary, hw-calculator .bar button.primary')
    .filter({ visible: true })
    .click();
  await page.locator('hw-calculator hw-notice').filter({ visible: true }).first().waitFor();
  await save('added', false);
  await open('/cart');
  await page.locator('hw-cart .item').waitFor();
  await save('cart');
  await open('/checkout');
  await page.locator('hw-checkout .pay').waitFor();
  await save('checkout');
  await page.locator('hw-checkout .pay').click();
  await page.locator('hw-checkout [aria-invalid="true"]').first().waitFor();
  await save('checkout-incomplete');
  await open('/cabinet');
  await signIn(page, 'hw-cabinet', shop.customer);
  await page.locator('hw-cabinet .service-line').first().waitFor();
  await save('cabinet');
  await page.locator('hw-cabinet .service-line').first().click();
  await page.locator('hw-cabinet .service-head').waitFor();
  await save('service');
  for (const view of ['invoices', 'payments', 'orders', 'account']) {
    await open('/cabinet', `&hw-view=${view}`);
    await page.locator('hw-cabinet .view h2').first().waitFor();
    await save(view);
    if (view !== 'invoices') continue;
    await page.locator('hw-cabinet .rows .line').first().click();
    await page.locator('hw-cabinet .invoice-total').waitFor();
    await save('invoice');
  }
  await open('/checkout');
  await page.locator('hw-checkout .pay').waitFor();
  await save('checkout-signed-in');
  await pictureAdmin(page, shop, language, save);
}

async function pictureAdmin(page, shop, language, save) {
  await page.goto(`${shop.url}/admin/`);
  await page.locator('input[name="password"]').waitFor();
  await page.locator(`footer button[lang="${language}"]`).click();
  await save('admin-sign-in');
  await page.locator('input[name="email"]').fill(shop.owner[0]);
  await page.locator('input[name="password"]').fill(shop.owner[1]);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL(/\/admin\/(?!sign-in)/);
  await page.locator('hw-income-chart, .calm, figure').first().waitFor();
  await save('admin-dashboard');
  for (const list of ['orders', 'customers', 'services', 'invoices', 'payments', 'deliveries', 'audit']) {
    await page.goto(`${shop.url}/admin/${list}`);
    await page.locator('.list tbody tr').first().waitFor();
    await save(`admin-${list}`, false);
    await page.locator('.list tbody tr').first().click();
    await page.locator('hw-sheet dl, hw-sheet .sum').first().waitFor();
    await save(`admin-${list}-one`, false);
  }
  for (const screen of ['catalog', 'plugins']) {
    await page.goto(`${shop.url}/admin/${screen}`);
    await page.locator('h1, h2').first().waitFor();
    await save(`admin-${screen}`);
  }
  await page.locator('.installations a').first().click();
  await page.locator('hw-sheet mat-form-field').first().waitFor();
  await save('admin-installation', false);
}

/** One server that is paid and runs, so that the screens have something to show. */
async function buy(page, shop) {
  await page.goto(`${shop.url}/p/vps?lang=en`);
  await page.locator('hw-calculator .summary button.primary').click();
  await page.locator('hw-calculator .summary hw-notice').waitFor();
  await page.goto(`${shop.url}/checkout?lang=en`);
  await signIn(page, 'hw-checkout', shop.customer);
  await page.locator('hw-checkout input[name="terms"]').check();
  await page.locator('hw-checkout .pay').click();
  await page.locator('button[value="pay"]').click();
  await page.getByText('Everything is ready.').waitFor({ timeout: 90_000 });
}

async function signIn(page, widget, [email, password]) {
  const form = page.locator(widget);
  await form.locator('.tabs button').last().click();
  await form.locator('form input[name="email"]').fill(email);
  await form.locator('form input[name="password"]').fill(password);
  await form.locator('form button[type="submit"]').click();
  await form.locator('form input[name="password"]').waitFor({ state: 'detached' });
}
