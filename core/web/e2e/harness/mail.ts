import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { mailUrl } from './addresses.js';

const ARRIVAL_MS = 60_000;

/** Opens the newest message to an address whose subject fits, as soon as it has come. */
export async function openMail(page: Page, to: string, subject: RegExp): Promise<void> {
  const message = page.locator('li a', { hasText: to }).filter({ hasText: subject }).first();
  await expect
    .poll(
      async () => {
        await page.goto(mailUrl);
        return message.count();
      },
      { timeout: ARRIVAL_MS, interval: 500, message: `a mail to ${to}` },
    )
    .toBe(1);
  await message.click();
}

/** The files of the message that is open. */
export async function attachmentsOf(page: Page): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const link of await page.locator('ol a[href]').all()) {
    const href = (await link.getAttribute('href')) ?? '';
    if (!/^\/\d+\/\d+$/.test(href)) continue;
    files.set(await link.innerText(), new Uint8Array(await (await fetch(mailUrl + href)).arrayBuffer()));
  }
  return files;
}
