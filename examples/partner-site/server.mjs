import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

/**
 * A site that is not the shop's: another origin, and a Content-Security-Policy that allows nothing but itself and the shop.
 * Pages: `/` (the article with calculator and cart), `/order` (checkout), `/account` (cabinet).
 */
export async function startPartnerSite({ port = 0, host = '127.0.0.1', shopUrl, key, paymentHosts = [] }) {
  const shop = new URL(shopUrl).origin;
  const headers = {
    'Content-Security-Policy': policyFor(shop, paymentHosts),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
  const server = createServer((request, response) => {
    answer(request, shop, key).then(
      ({ status, type, body }) => response.writeHead(status, { ...headers, 'Content-Type': `${type}; charset=utf-8` }).end(body),
      error => response.destroy(error),
    );
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const url = `http://partner.localhost:${server.address().port}`;
  return {
    url,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/**
 * No inline script, no inline style, no eval: what a careful site sends. Payment providers that work inside the page, or
 * that are paid by posting a form to them, need their hosts named; those that are paid on a page of theirs need nothing.
 */
export function policyFor(shop, paymentHosts = []) {
  const live = shop.replace(/^http/, 'ws');
  const also = paymentHosts.map(host => ` ${host}`).join('');
  return [
    "default-src 'none'",
    `script-src 'self' ${shop}${also}`,
    `connect-src ${shop} ${live}${also}`,
    ...(also ? [`frame-src${also}`] : []),
    `img-src 'self' ${shop} data:`,
    "style-src 'self'",
    `font-src ${shop}`,
    "base-uri 'none'",
    `form-action ${also.trim() || "'none'"}`,
    "frame-ancestors 'none'",
  ].join('; ');
}

const PAGES = new Map([
  ['/', 'index.html'],
  ['/order', 'order.html'],
  ['/account', 'account.html'],
]);

async function answer(request, shop, key) {
  const { pathname } = new URL(request.url, 'http://partner');
  if (pathname === '/style.css') return { status: 200, type: 'text/css', body: await read('style.css') };
  const page = PAGES.get(pathname);
  if (!page) return { status: 404, type: 'text/plain', body: 'There is no such page.' };
  const body = (await read(page)).replaceAll('{{shop}}', shop).replaceAll('{{key}}', encodeURIComponent(key));
  return { status: 200, type: 'text/html', body };
}

const read = name => readFile(new URL(name, import.meta.url), 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [shopUrl = process.env.SHOP_URL, key = process.env.WIDGET_KEY, port = process.env.PORT ?? '4800', ...paymentHosts] =
    process.argv.slice(2);
  if (!shopUrl || !key)
    throw new Error('Say which shop: node server.mjs http://tuulik.localhost:3000 pk_… [port] [payment hosts]');
  const site = await startPartnerSite({ port: Number(port), shopUrl, key, paymentHosts });
  process.stdout.write(`${site.url}\n`);
}
