// `node dev/fixture-server.mjs [port] [tuulik|kashtan]`: the built widgets with a shop in memory behind them.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROUTES } from '@hostwright/sdk/http/routes';
import { build } from 'esbuild';
import { fixtureShop, Refusal } from './fixture-shop.mjs';

const root = join(import.meta.dirname, '../../..');
const dist = join(import.meta.dirname, '../dist/widgets');
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const json = name => JSON.parse(readFileSync(join(root, 'examples/two-resellers', name), 'utf8'));
const routes = Object.entries(ROUTES).map(([id, route]) => {
  const [method, path] = route.split(' ');
  return { id, method, pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) };
});

export async function startFixtureServer({ port = 0, company = 'tuulik', provisionMs } = {}) {
  const module = await build({
    entryPoints: [join(root, 'plugins/vps/src/index.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    platform: 'browser',
    conditions: ['default'],
  });
  let shop;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
  const origin = `http://${company}.localhost:${server.address().port}`;
  shop = fixtureShop({ shop: json(`${company}/shop.json`), catalog: json(`${company}/catalog.json`), origin, provisionMs });

  async function answer(request, response) {
    const url = new URL(request.url, origin);
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, Idempotency-Key, X-Hostwright-Key');
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE');
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    if (url.pathname.startsWith('/api/')) return api(request, response, url);
    if (url.pathname === '/modules/product-type.js') return send(response, 200, 'text/javascript', module.outputFiles[0].text);
    if (url.pathname.startsWith('/widgets/')) return file(response, url.pathname.slice(9));
    if (url.pathname.startsWith('/pay/')) return hosted(response, url);
    if (url.pathname === '/theme.css')
      return send(response, 200, 'text/css', readFileSync(join(root, 'themes/meridian/tokens.css'), 'utf8') + PAGE_STYLE);
    return page(response, url);
  }

  function hosted(response, url) {
    const id = url.pathname.slice(5);
    const outcome = url.searchParams.get('outcome');
    if (!outcome) {
      const links = ['succeeded', 'declined', 'cancelled', 'pending'].map(
        word => `<p><a id="${word}" href="${url.pathname}${url.search}&outcome=${word}">${word}</a></p>`,
      );
      return send(response, 200, 'text/html', links.join(''));
    }
    shop.settle(id, outcome);
    const back = new URL(url.searchParams.get('back'));
    response.writeHead(303, { Location: back.href }).end();
  }

  async function api(request, response, url) {
    const route = routes.find(each => each.method === request.method && each.pattern.test(url.pathname));
    const handler = route && shop.handlers[route.id];
    if (!handler) return problem(response, new Refusal(404, 'not-found'));
    let text = '';
    for await (const part of request) text += part;
    const token = request.headers.authorization?.slice(7);
    const kept = /hw-fixture=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    try {
      const customer = shop.sessions.get(token);
      const result = handler({
        params: route.pattern.exec(url.pathname).groups ?? {},
        query: Object.fromEntries(url.searchParams),
        body: text ? JSON.parse(text) : undefined,
        customer,
        cookie: shop.sessions.get(kept),
      });
      if (result?.accessToken)
        response.setHeader('Set-Cookie', `hw-fixture=${result.accessToken}; Path=/; HttpOnly; SameSite=None; Secure`);
      if (route.id === 'signOut') response.setHeader('Set-Cookie', 'hw-fixture=; Path=/; Max-Age=0');
      if (result === null) return response.writeHead(204).end();
      return send(response, 200, 'application/json', JSON.stringify(result));
    } catch (error) {
      if (error instanceof Refusal) return problem(response, error);
      return problem(response, new Refusal(500, 'internal-error', { detail: String(error.stack) }));
    }
  }

  function page(response, url) {
    const tag = { '/cart': 'hw-cart', '/checkout': 'hw-checkout', '/cabinet': 'hw-cabinet' }[url.pathname] ?? 'hw-calculator';
    const attributes = [...url.searchParams].filter(([name]) => !name.startsWith('hw-') && name !== 'mode' && name !== 'bare');
    const markup = [['product', 'vps'], ...attributes].map(([name, value]) => `${name}="${value}"`).join(' ');
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; connect-src 'self' ws:; img-src 'self' data:; style-src 'self'",
    );
    const style = url.searchParams.has('bare') ? '' : '<link rel="stylesheet" href="/theme.css">';
    send(
      response,
      200,
      'text/html',
      `<!doctype html><html lang="${url.searchParams.get('locale') ?? 'en'}" data-scheme="${url.searchParams.get('mode') ?? 'light'}"><meta name="viewport" content="width=device-width"><title>Fixture</title>${style}<script type="module" src="/widgets/loader.js"></script><main><${tag} ${markup}></${tag}></main></html>`,
    );
  }

  return { origin, shop, close: () => new Promise(resolve => server.close(resolve).closeAllConnections()) };
}

const PAGE_STYLE =
  'body{margin:0;background:var(--hw-ground);color:var(--hw-text);font-family:var(--hw-font)}main{max-width:1200px;margin:0 auto;padding:24px 16px}';

function file(response, name) {
  const path = join(dist, normalize(`/${name}`));
  send(response, 200, TYPES[extname(path)] ?? 'application/octet-stream', readFileSync(path));
}

const send = (response, status, type, body) => response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8` }).end(body);

const problem = (response, { status, code, more }) =>
  send(response, status, 'application/problem+json', JSON.stringify({ type: 'about:blank', title: code, status, code, ...more }));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await startFixtureServer({ port: Number(process.argv[2] ?? 4700), company: process.argv[3] ?? 'tuulik' });
  console.log(origin);
}
