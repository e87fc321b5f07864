import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { kashtan, partnerUrl, tuulik } from './harness/addresses.js';
import { aVisitor, type Visitor } from './harness/visitor.js';

const POLICY = [
  "default-src 'none'",
  `script-src 'self' ${tuulik.url} ${kashtan.url}`,
  `connect-src ${tuulik.url} ${kashtan.url}`,
  `img-src ${tuulik.url} ${kashtan.url} data:`,
  "style-src 'self'",
].join('; ');

const loader = (shop: typeof tuulik, name: string): string =>
  `<script type="module" src="${shop.url}/widgets/loader.js?key=pk_demo_${name}"></script>`;

/** A page of another site, under a strict policy, with this in its body. */
async function aPageWith(visitor: Visitor, body: string): Promise<Page> {
  const address = `${partnerUrl}/embedding`;
  // A page that comes from the test and not from the machine must be allowed to load what runs on the machine.
  await visitor.context.grantPermissions(['local-network-access'], { origin: partnerUrl });
  await visitor.page.route(address, route =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'Content-Security-Policy': POLICY },
      body: `<!doctype html><html lang="en"><title>Host</title><main>${body}</main></html>`,
    }),
  );
  await visitor.page.goto(address);
  return visitor.page;
}

describe('widgets on a page that is not ours', () => {
  let visitor: Visitor;

  afterEach(async () => {
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('keeps two shops of one page apart', async () => {
    visitor = await aVisitor();
    const page = await aPageWith(
      visitor,
      `${loader(tuulik, 'tuulik')}
       <hw-calculator product="vps"></hw-calculator><hw-cart></hw-cart>
       <hw-calculator id="other" product="vps" shop="${kashtan.url}" locale="uk"></hw-calculator>
       <hw-cart id="other-cart" shop="${kashtan.url}" locale="uk"></hw-cart>
       ${loader(kashtan, 'kashtan')}`,
    );

    await page
      .locator('#other')
      .getByRole('radio', { name: /Базовий/ })
      .check();
    await page.locator('#other .summary').getByRole('button', { name: 'До кошика' }).click();

    await page
      .locator('#other-cart')
      .getByRole('heading', { name: /Базовий/ })
      .waitFor();
    expect(await page.locator('#other-cart .figure').innerText()).toContain('₴');
    await page.locator('hw-cart:not([id])').getByText('What you choose will wait here.').waitFor();
    expect(await page.locator('hw-calculator:not([id]) .summary .figure').innerText()).toContain('€');
  });

  it('looks the same under rules that mean harm', async () => {
    visitor = await aVisitor({ width: 390 });
    const page = await aPageWith(visitor, `${loader(tuulik, 'tuulik')}<hw-calculator product="vps"></hw-calculator>`);
    const name = page.locator('hw-calculator .plan-name').first();
    await name.waitFor();
    const look = (): Promise<readonly unknown[]> =>
      name.evaluate(element => {
        const { fontSize, color, letterSpacing, textTransform, visibility } = getComputedStyle(element);
        return [fontSize, color, letterSpacing, textTransform, visibility, element.getBoundingClientRect().height];
      });
    const before = await look();

    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`hw-calculator, hw-calculator * { display: none !important; visibility: hidden !important; color: red !important;
        font-size: 44px !important; letter-spacing: 9px !important; text-transform: uppercase !important; line-height: 4 !important }`);
      document.adoptedStyleSheets = [sheet];
    });

    expect(await look()).toEqual(before);
  });

  it('takes its colour from the page that sets one', async () => {
    visitor = await aVisitor();
    const page = await aPageWith(visitor, `${loader(tuulik, 'tuulik')}<hw-calculator product="vps"></hw-calculator>`);
    const button = page.locator('hw-calculator .summary .button.primary');
    const colour = (): Promise<string> =>
      button.evaluate(element => getComputedStyle(element).getPropertyValue('--accent').trim());
    await button.waitFor();
    const own = await colour();

    await page
      .locator('hw-calculator')
      .evaluate(element => (element as HTMLElement).style.setProperty('--hw-accent', 'rgb(200 0 90)'));

    expect(await colour()).not.toBe(own);
    expect(await colour()).toBe('rgb(200 0 90)');
  });

  it('comes and goes with the pages of an application', async () => {
    visitor = await aVisitor();
    const page = await aPageWith(visitor, loader(tuulik, 'tuulik'));

    for (let visit = 0; visit < 3; visit++) {
      await page.evaluate(() => {
        const element = document.createElement('hw-calculator');
        element.setAttribute('product', 'vps');
        document.querySelector('main')?.append(element);
      });
      await page.locator('hw-calculator .plan-name').first().waitFor();
      await page.evaluate(() => document.querySelector('hw-calculator')?.remove());
    }

    await page.evaluate(() => {
      const element = document.createElement('hw-calculator');
      element.setAttribute('product', 'vps');
      const main = document.querySelector('main');
      main?.append(element);
      element.remove();
      main?.append(element);
    });
    await page.locator('hw-calculator .plan-name').first().waitFor();
    expect(await page.locator('hw-calculator .calculator').count()).toBe(1);
  });

  it('tells the page once what is in the cart', async () => {
    visitor = await aVisitor();
    const page = await aPageWith(
      visitor,
      `${loader(tuulik, 'tuulik')}<hw-calculator product="vps"></hw-calculator><hw-cart></hw-cart>`,
    );
    await page.locator('hw-calculator .plan-name').first().waitFor();
    await page.locator('hw-cart .empty').waitFor();
    await page.evaluate(() => {
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      document.addEventListener('hw-cart-changed', event => heard.push((event as CustomEvent<{ count: number }>).detail.count));
    });

    await page.locator('hw-calculator .summary').getByRole('button', { name: 'Add to cart' }).click();
    await page.locator('hw-cart .item').waitFor();

    expect(await page.evaluate(() => (window as unknown as { heard: number[] }).heard)).toEqual([1]);
  });
});
