import type { Locator, Page } from 'playwright-core';
import type { Shop } from './addresses.js';

/** Signs the owner in at the admin panel of the shop, through its form. */
export async function enterAdmin(page: Page, shop: Shop): Promise<void> {
  await page.goto(`${shop.url}/admin/`);
  await page.locator('input[name="email"]').fill(shop.owner.email);
  await page.locator('input[name="password"]').fill(shop.owner.password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL(/\/admin\/(?!sign-in)/);
}

/** The rows of a list, narrowed by what is written into its search. */
export async function searchList(page: Page, shop: Shop, list: string, search: string): Promise<Locator> {
  await page.goto(`${shop.url}/admin/${list}?search=${encodeURIComponent(search)}`);
  await page.locator('.list tbody tr, .list hw-empty').first().waitFor();
  return page.locator('.list tbody tr');
}

/** Opens a row; what it holds stands in the sheet beside the list. */
export async function openRow(page: Page, row: Locator): Promise<Locator> {
  await row.first().click();
  const sheet = page.locator('hw-sheet');
  await sheet.locator('dl, .sum').first().waitFor();
  return sheet;
}
