import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogModule, CatalogSetup } from '../../billing/catalog/index.js';
import { LiveModule } from '../../platform/live/index.js';
import { PluginsModule } from '../../platform/plugins/index.js';
import { SecretsModule } from '../../platform/secrets/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { ThemesModule } from '../../platform/themes/index.js';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { testHttp, type TestHttp } from '../../../test/harness/http.js';
import { StorefrontModule } from './index.js';

let database: TestDatabase;
let http: TestHttp;

beforeAll(async () => {
  database = await testDatabase();
  http = await testHttp(database, [SecretsModule, LiveModule, PluginsModule, ThemesModule, CatalogModule, StorefrontModule]);
});

afterAll(async () => {
  await http.close();
  await database.drop();
});

const HTML = { headers: { accept: 'text/html' } };

const texts = {
  tagline: { en: 'Fast <b>servers</b>', uk: 'Швидкі сервери', ru: 'Быстрые серверы' },
  places: [
    { id: 'fra', city: { en: 'Frankfurt', uk: 'Франкфурт' }, country: 'DE', facility: 'One row', latitude: 50.1, longitude: 8.7 },
  ],
  questions: [{ question: 'Why?', answer: '<script>alert(1)</script> because' }],
  pages: { terms: { en: '# Terms\n\nBe kind.', uk: '# Умови\n\nБудьте чемні.' } },
};

async function aShop(): Promise<Tenant> {
  const shop = await http.tenant({
    texts,
    brand: {
      tokens: { '--hw-accent': '#8c3f14', '--hw-radius-card': '1px;}*{display:none' },
      logoSvg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    },
  });
  const base = { model: 'flat' as const, amounts: { 'month:1': { EUR: '1690', UAH: '79900' }, 'year:1': { EUR: '17190' } } };
  const size = {
    id: 'ram',
    kind: 'number' as const,
    label: { en: 'Memory', uk: 'Пам’ять' },
    unit: { en: 'GB', uk: 'ГБ' },
    min: 8,
    max: 32,
    step: 1,
    included: 8,
  };
  const plan = { code: 't8', name: 'T8', description: '', base, options: [size], periods: ['month:1', 'year:1'], stock: null };
  await http.app.get(CatalogSetup).create(shop.id, {
    slug: 'servers',
    type: 'servers',
    name: { en: 'Servers', uk: 'Сервери' },
    description: '',
    settings: {},
    plans: [plan],
  });
  return shop;
}

describe('the pages of a shop', () => {
  it('say who the company is and what it sells, in the language and currency asked for', async () => {
    const shop = await aShop();

    const english = await http.call(shop, 'GET /');
    const ukrainian = await http.call(shop, 'GET /?lang=uk&currency=UAH');

    expect(english.status).toBe(200);
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).toMatch(/€16\.90[\s\S]*€171\.90 for a year, €30\.90 less/);
    expect(ukrainian.text).toContain('<html lang="uk">');
    expect(ukrainian.text).toMatch(/799,00\s₴/);
    expect(ukrainian.cookie('hw-lang')).toBe('uk');
    expect(ukrainian.cookie('hw-currency')).toBe('UAH');
    expect((await http.call(shop, 'GET /', { cookie: 'hw-lang=uk' })).text).toContain('<html lang="uk">');
  });

  it('name the canonical address, whatever host was asked', async () => {
    const shop = await aShop();

    const { text } = await http.call(shop, 'GET /p/servers?lang=uk', {
      headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    });

    expect(text).toContain(`<link rel="canonical" href="${shop.url}/p/servers?lang&#x3D;uk">`);
    expect(text).toContain(`hreflang="x-default" href="${shop.url}/p/servers"`);
    expect(text).not.toContain('evil.example');
    expect((await http.call(shop, 'GET /', { host: 'evil.example' })).status).toBe(421);
  });

  it('show what the shop wrote as text', async () => {
    const { text } = await http.call(await aShop(), 'GET /');

    expect(text).toContain('Fast &lt;b&gt;servers&lt;/b&gt;');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; because');
  });

  it('allow nothing inline and nothing foreign', async () => {
    const { headers, text } = await http.call(await aShop(), 'GET /');
    const policy = String(headers['content-security-policy']);

    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+="/);
  });

  it('hand every style sheet, script, font and picture that they name, to be kept for ever', async () => {
    const shop = await aShop();
    const { text } = await http.call(shop, 'GET /');
    const paths = [...new Set([...text.matchAll(/(?:href|src)="(\/theme\/[^"]+)"/g)].map(match => match[1]!))];

    expect(paths.length).toBeGreaterThanOrEqual(5);
    for (const path of paths) {
      const asset = await http.call(shop, `GET ${path}`);
      expect(asset.status, path).toBe(200);
      expect(asset.headers['cache-control']).toContain('immutable');
    }
    const sheet = await http.call(shop, `GET ${paths.find(path => path.includes('/brand-'))}`);
    expect(sheet.text).toContain('--hw-accent: #8c3f14;');
    expect(sheet.text).not.toContain('display');
  });

  it('carry offers for search engines', async () => {
    const { text } = await http.call(await aShop(), 'GET /p/servers');
    const data = JSON.parse(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(text)![1]!) as { offers: object[] };

    expect(data.offers).toMatchObject([{ name: 'T8', price: '16.90', priceCurrency: 'EUR' }]);
  });

  it('embed the widgets where people buy, and keep those pages from search engines', async () => {
    const shop = await aShop();
    for (const [path, tag] of [
      ['/p/servers?plan=t8', '<hw-calculator class="tall" product="servers" locale="en" currency="EUR" plan="t8"'],
      ['/cart', '<hw-cart '],
      ['/checkout', '<hw-checkout '],
      ['/cabinet/services', '<hw-cabinet '],
      ['/confirm-email?token=x', 'mode="confirm-email"'],
      ['/reset-password?token=x', 'mode="reset-password"'],
    ] as const) {
      const { text, status } = await http.call(shop, `GET ${path}`);
      expect(status, path).toBe(200);
      expect(text, path).toContain(tag);
      expect(text.includes('content="noindex"'), path).toBe(!path.startsWith('/p/'));
    }
  });

  it('are found by the site map in every language, and hidden from robots where they are private', async () => {
    const shop = await aShop();

    const map = await http.call(shop, 'GET /sitemap.xml');
    const robots = await http.call(shop, 'GET /robots.txt');

    expect(map.text).toContain(`<loc>${shop.url}/p/servers?lang=uk</loc>`);
    expect(map.text).toContain(`<loc>${shop.url}/legal/terms</loc>`);
    expect(robots.text).toContain('Disallow: /cabinet');
    expect(robots.text).toContain(`Sitemap: ${shop.url}/sitemap.xml`);
  });

  it.each(['/p/nothing', '/legal/constructor', '/nothing', '/legal/__proto__'])(
    'are missing in the clothes of the shop: %s',
    async path => {
      const shop = await aShop();

      const page = await http.call(shop, `GET ${path}`, HTML);
      const api = await http.call(shop, `GET ${path}`);

      expect(page.status).toBe(404);
      expect(page.text).toContain('There is no page here');
      expect(page.text).toContain('Test Hosting');
      expect(api.json<{ code: string }>().code).toBe('not-found');
    },
  );

  it('read the legal text in the language of the reader, or in English', async () => {
    const shop = await aShop();

    expect((await http.call(shop, 'GET /legal/terms?lang=uk')).text).toContain('Будьте чемні');
    expect((await http.call(shop, 'GET /legal/terms?lang=ru')).text).toContain('Be kind');
  });

  it('exist for a shop that has said nothing yet', async () => {
    const bare = await http.tenant();

    expect((await http.call(bare, 'GET /')).status).toBe(200);
    expect((await http.call(bare, 'GET /favicon.ico')).status).toBe(404);
  });
});
