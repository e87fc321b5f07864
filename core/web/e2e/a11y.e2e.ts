import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tuulik } from './harness/addresses.js';
import { addServer, at, cabinetOf, calculatorOf, checkoutOf } from './harness/buying.js';
import { aPurchase, type Purchase } from './harness/purchase.js';
import { enterAdmin } from './harness/staff.js';
import { aGuest } from './harness/visitor.js';

let purchase: Purchase;

beforeAll(async () => {
  purchase = await aPurchase(tuulik, 'axe-1.example.com');
});

/** What keeps somebody from using the page: the rule, and where it is broken. */
async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => `${node.target.join(' ')} (${node.failureSummary})`).join('; ')}`);
}

describe.each(['light', 'dark'] as const)('in %s', scheme => {
  it('the storefront has no barrier', async () => {
    const { page } = await aGuest({ scheme });
    for (const path of ['/', '/p/vps']) {
      await page.goto(at(tuulik, path));
      await calculatorOf(page).getByRole('button', { name: 'Add to cart' }).waitFor();
      expect(await barriers(page), path).toEqual([]);
    }
  });

  it('cart and checkout have no barrier', async () => {
    const { page } = await aGuest({ scheme });
    await page.goto(at(tuulik, '/p/vps'));
    await addServer(page);
    for (const path of ['/cart', '/checkout']) {
      await page.goto(at(tuulik, path));
      await page.locator('hw-cart .item, hw-checkout .pay').waitFor();
      expect(await barriers(page), path).toEqual([]);
    }
    await checkoutOf(page).locator('.pay').click();
    await checkoutOf(page).getByText('Enter a name.').first().waitFor();
    expect(await barriers(page), 'with errors').toEqual([]);
  });

  it('the cabinet has no barrier', async () => {
    const { page } = await aGuest({ scheme });
    await page.goto(at(tuulik, '/cabinet'));
    const cabinet = cabinetOf(page);
    await cabinet.getByRole('button', { name: 'I have an account' }).click();
    expect(await barriers(page), 'sign-in').toEqual([]);
    await cabinet.getByLabel('E-mail').fill(purchase.person.email);
    await cabinet.getByLabel('Password').fill(purchase.person.password);
    await cabinet.getByRole('button', { name: 'Sign in', exact: true }).click();
    await cabinet.locator('.service-line').waitFor();
    expect(await barriers(page), 'home').toEqual([]);
    await cabinet.locator('.service-line').click();
    await cabinet.locator('.service-head').waitFor();
    expect(await barriers(page), 'service').toEqual([]);
  });

  it('the admin panel has no barrier', async () => {
    const { page } = await aGuest({ scheme });
    await page.goto(`${tuulik.url}/admin/`);
    await page.locator('input[name="email"]').waitFor();
    expect(await barriers(page), 'sign-in').toEqual([]);
    await enterAdmin(page, tuulik);
    await page.goto(`${tuulik.url}/admin/orders`);
    await page.locator('.list tbody tr').first().waitFor();
    expect(await barriers(page), 'orders').toEqual([]);
  });
});

describe('the keyboard alone', () => {
  it('leads from the calculator to a server in the cart', async () => {
    const { page, complaints } = await aGuest();
    await page.goto(at(tuulik, '/p/vps'));
    const calculator = calculatorOf(page);
    await calculator.getByRole('button', { name: 'Add to cart' }).waitFor();
    const figure = calculator.locator('.summary .figure');
    const before = await figure.innerText();

    await tabTo(page, 'input[type="range"]');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => figure.innerText()).not.toBe(before);
    await tabTo(page, 'button.primary');
    await page.keyboard.press('Enter');

    await calculator.getByText('Go to cart').first().waitFor();
    expect(complaints).toEqual([]);
  });
});

/** Presses Tab until the focus is where it should be; every stop on the way shows where it is. */
async function tabTo(page: Page, goal: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(selector => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      if (!focused) return { isGoal: false, isShown: false, name: 'nothing' };
      // A radio of a card shows its focus on the card.
      const isShown = [focused, focused.closest('label') ?? focused].some(element => {
        const { outlineStyle, boxShadow } = getComputedStyle(element);
        return outlineStyle !== 'none' || boxShadow !== 'none';
      });
      return { isGoal: focused.matches(selector), isShown, name: focused.outerHTML.slice(0, 120) };
    }, goal);
    expect(stop.isShown, `the focus shows at ${stop.name}`).toBe(true);
    if (stop.isGoal) return;
  }
  throw new Error('The keyboard did not get there in 80 steps');
}
