// `node projects/admin/dev/screenshots.mjs <folder> [name …]`: every screen at phone and desk width, light and dark, in three languages.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { startFixtureServer } from './fixture-server.mjs';

const [folder = 'screenshots', ...wanted] = process.argv.slice(2);
const id = (kind, index) => `019ab000-${kind.toString(16).padStart(4, '0')}-7000-8000-${index.toString(16).padStart(12, '0')}`;
const SCREENS = {
  dashboard: 'dashboard',
  orders: 'orders',
  order: `orders/${id(3, 1)}`,
  customers: 'customers',
  customer: `customers/${id(2, 3)}`,
  tasks: 'tasks',
  pools: 'pools',
  inventory: 'inventory',
  newMachine: 'inventory/new',
  reconciliation: 'reconciliation',
  services: 'services?state=failed',
  service: `services/${id(6, 4)}`,
  active: `services/${id(6, 0)}`,
  invoices: 'invoices',
  invoice: `invoices/${id(4, 2)}`,
  payment: `payments/${id(5, 2)}`,
  deliveries: 'deliveries',
  audit: `audit/${id(10, 1)}`,
  catalog: 'catalog',
  plugins: 'plugins',
  installation: `plugins/cards/${id(20, 1)}`,
  added: 'plugins/cards/new',
  nothing: 'orders?search=zzz',
  missing: 'nowhere',
};
const LOOKS = [
  { locale: 'en', width: 1440, height: 900, scheme: 'light' },
  { locale: 'uk', width: 390, height: 844, scheme: 'light' },
  { locale: 'ru', width: 1440, height: 900, scheme: 'dark' },
  { locale: 'en', width: 390, height: 844, scheme: 'dark' },
];

mkdirSync(folder, { recursive: true });
const server = await startFixtureServer();
const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox'],
  headless: true,
});
for (const look of LOOKS) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    locale: look.locale,
  });
  const page = await context.newPage();
  page.on(
    'console',
    message =>
      ['error', 'warning'].includes(message.type()) && !message.text().includes('/live') && console.error(message.text()),
  );
  page.on('pageerror', error => console.error(error.message));
  for (const [name, path] of Object.entries(SCREENS)) {
    if (wanted.length && !wanted.includes(name)) continue;
    await page.goto(`${server.origin}/admin/${path}`);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(folder, `${name}-${look.width}-${look.scheme}-${look.locale}.png`) });
  }
  await context.close();
}
await browser.close();
await server.close();
