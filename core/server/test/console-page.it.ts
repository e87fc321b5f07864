import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOptions } from '../../web/e2e/chromium.mjs';
import { freePort } from './harness/free-port.js';
import { aConsolePeer, type ConsolePeer, consolePlugins, moveToConsoleCloud } from './harness/console-cloud.js';
import { aScreenPeer, type ScreenPeer } from './harness/screen-peer.js';
import { aServer, aShop, expectStatus, PASSWORD, type Shop, type TestServer } from './harness/shop.js';

const root = path.resolve(fileURLToPath(import.meta.url), '../../../..');
const PICTURES = process.env['CONSOLE_PICTURES'];

let webDir: string;
let terminal: ConsolePeer;
let screen: ScreenPeer;
let server: TestServer;
let shop: Shop;
let browser: Browser;

beforeAll(async () => {
  webDir = await mkdtemp(path.join(tmpdir(), 'hostwright-web-'));
  await promisify(execFile)(process.execPath, [path.join(root, 'core/web/scripts/console.mjs'), path.join(webDir, 'console')]);
  [terminal, screen] = [await aConsolePeer(), await aScreenPeer('rfbkey42')];
  const port = await freePort();
  server = await aServer({
    PLUGINS_DIR: await consolePlugins(),
    ALLOWED_PRIVATE_HOSTS: `${terminal.host},${screen.host}`,
    WEB_DIR: webDir,
    PUBLIC_PORT: String(port),
  });
  shop = await aShop(server);
  await server.app.listen(port, '127.0.0.1');
  browser = await chromium.launch(await chromiumOptions());
  if (PICTURES) await mkdir(PICTURES, { recursive: true });
});

afterAll(async () => {
  await browser.close();
  await server.close();
  await Promise.all([terminal.close(), screen.close()]);
  await rm(webDir, { recursive: true, force: true });
});

const pages: Page[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
  terminal.sockets.length = 0;
});

/** The address of a console that a customer has just asked for. */
async function aWayTo(host: string, session: object): Promise<string> {
  const customer = await shop.customer();
  const order = await shop.order(customer);
  await shop.pay(customer, order);
  await shop.passTime('2 minutes');
  const { serviceId } = order.items[0]!;
  await moveToConsoleCloud(shop, serviceId, host, session);
  const again = await shop.call('POST /api/store/sessions', { body: { email: customer.email, password: PASSWORD } });
  const { accessToken: token } = expectStatus(again, 201).json<{ accessToken: string }>();
  const answer = await shop.call(`POST /api/store/services/${serviceId}/console`, { token });
  return expectStatus(answer, 201).json<{ url: string }>().url;
}

const aTerminal = (): Promise<string> =>
  aWayTo(terminal.host, {
    protocol: 'terminal',
    url: `${terminal.url}/console`,
    tls: { fingerprint: terminal.own.fingerprint },
    control: { url: `${terminal.url}/control`, resize: '{"c":{{cols}},"r":{{rows}}}' },
  });

const aScreen = (password: string): Promise<string> => aWayTo(screen.host, { protocol: 'vnc', url: screen.url, password });

interface Opened {
  readonly page: Page;
  /** What the page said against itself. */
  readonly complaints: string[];
}

async function openPage(url: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  pages.push(page);
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(url);
  return { page, complaints };
}

/** Rules of accessibility that the page breaks. */
const barriers = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id);

const stateOf = (page: Page, state: string) => page.locator(`#console[data-state="${state}"]`);

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}

const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true } as const;

describe("the console's page", () => {
  it('types into a terminal and shows what it says', async () => {
    const { page, complaints } = await openPage(await aTerminal());
    await stateOf(page, 'connected').waitFor();

    await page.keyboard.type('echo привіт');
    await page.locator('.xterm-rows', { hasText: 'ECHO ПРИВІТ' }).waitFor();
    await picture(page, 'terminal-1440');

    expect(await page.title()).toBe(`web.example.com — ${shop.tenant.name}`);
    expect(page.url()).not.toContain('#');
    const sizes = terminal.sockets[1]!.heard;
    await expect.poll(() => sizes.length).toBeGreaterThan(0);
    expect(JSON.parse(sizes.at(-1)!)).toMatchObject({ c: expect.any(Number), r: expect.any(Number) });
    const before = sizes.length;
    await page.setViewportSize({ width: 800, height: 500 });
    await expect.poll(() => sizes.length).toBeGreaterThan(before);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('has the keys that a phone lacks', async () => {
    const { page, complaints } = await openPage(await aTerminal(), { ...PHONE, colorScheme: 'dark', locale: 'uk-UA' });
    await stateOf(page, 'connected').waitFor();
    const { heard } = terminal.sockets[0]!;

    await page.getByRole('button', { name: 'Esc' }).tap();
    await page.getByRole('button', { name: 'Tab' }).tap();
    await page.getByRole('button', { name: 'Arrow up' }).tap();
    await page.getByRole('button', { name: 'Ctrl' }).tap();
    await page.keyboard.type('c');
    await page.keyboard.type('c');

    await expect.poll(() => heard.join('|')).toBe('\x1b|\t|\x1b[A|\x03|c');
    expect(await page.getByRole('button', { name: 'Ctrl' }).getAttribute('aria-pressed')).toBe('false');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.keyboard.type(' ls -la /srv/www');
    await page.locator('.xterm-rows', { hasText: 'SRV/WWW' }).waitFor();
    await picture(page, 'terminal-390-dark');
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('says why it is over and how to go on, and leaves the last words to be read', async () => {
    const url = (await aTerminal()).replace('lang=en', 'lang=uk');
    const { page } = await openPage(url);
    await stateOf(page, 'connected').waitFor();
    await page.keyboard.type('bye');
    await page.locator('.xterm-rows', { hasText: 'BYE' }).waitFor();

    terminal.sockets[0]!.socket.close(1000);

    await page.getByRole('alert').filter({ hasText: 'Сервер закрив консоль.' }).waitFor();
    expect(await page.locator('.xterm-rows').innerText()).toContain('BYE');
    expect(await barriers(page)).toEqual([]);
    await picture(page, 'ended-1440');

    const again = await openPage(url);
    await again.page.getByRole('alert').filter({ hasText: 'Консоль не відкрито.' }).waitFor();
  });

  it('shows a screen under its password and gives it keys', async () => {
    const { page, complaints } = await openPage(await aScreen('rfbkey42'));
    await stateOf(page, 'connected').waitFor();
    // A text, because the code runs in the browser and this file does not know it.
    const middle = () =>
      page.evaluate('[...document.querySelector("canvas").getContext("2d").getImageData(160, 100, 1, 1).data]');

    await expect.poll(middle).toEqual([0x90, 0x60, 0x20, 0xff]);
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Ctrl Alt Del' }).click();
    await picture(page, 'screen-1440');

    await expect.poll(() => screen.keys).toEqual([0x61, 0xff0d, 0xffe3, 0xffe9, 0xffff]);
    expect(screen.logins.at(-1)).toBe(true);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('ends where the screen does not take the password', async () => {
    const { page } = await openPage(await aScreen('wrong'));

    await page.getByRole('alert').filter({ hasText: 'does not answer' }).waitFor();

    expect(screen.logins.at(-1)).toBe(false);
  });

  it('shows a screen on a phone, and brings up its keyboard', async () => {
    screen.keys.length = 0;
    const { page, complaints } = await openPage(await aScreen('rfbkey42'), PHONE);
    await stateOf(page, 'connected').waitFor();

    await page.getByRole('button', { name: 'Keyboard' }).tap();
    await page.keyboard.insertText('ж');
    await page.getByRole('button', { name: 'Alt', exact: true }).tap();
    await page.keyboard.insertText('x');

    await expect.poll(() => screen.keys).toEqual([0x01000436, 0xffe9, 0x78]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await picture(page, 'screen-390');
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('speaks the language of its customer, and opens nothing without a ticket', async () => {
    const { page } = await openPage(`${shop.tenant.url}/console?lang=ru`);

    await page.getByRole('alert').filter({ hasText: 'Консоль не открыта.' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
  });
});
