import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFParse } from 'pdf-parse';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/config/index.js';
import { Theme } from '../../platform/themes/theme.js';
import { startBrowser } from './browser.js';
import { anInvoice } from './invoice.fixture.js';
import { invoiceHtml } from './invoice-html.js';
import { PdfPrinter } from './pdf-printer.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'hostwright-browser-'));
const started: Browser[] = [];
let printer: PdfPrinter;

async function launch(): Promise<Browser> {
  const browser = await startBrowser(process.env['PUPPETEER_EXECUTABLE_PATH'], dataDir);
  started.push(browser);
  return browser;
}

async function textOf(pdf: Uint8Array): Promise<string> {
  const parser = new PDFParse({ data: pdf });
  const { text } = await parser.getText();
  await parser.destroy();
  return text;
}

beforeAll(() => {
  printer = new PdfPrinter(launch);
});

afterAll(async () => {
  await printer.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the printer', () => {
  it('prints an invoice with Cyrillic that can be read back, on numbered pages', async () => {
    const theme = new Theme(path.join(projectRoot, 'themes/meridian'));
    const lines = Array.from({ length: 60 }, (_, index) => ({ ...anInvoice().lines[0]!, description: `Сервер ${index + 1}` }));
    const shop = { name: 'Каштан', brand: {}, timeZone: 'Europe/Kyiv' };

    const text = await textOf(await printer.print(invoiceHtml(anInvoice({ locale: 'uk', lines }), shop, theme)));

    for (const word of ['Каштан', 'Рахунок', 'Ірина Коваленко', 'Сервер 60', '34,91']) expect(text).toContain(word);
    expect(text).toMatch(/1 \/ \d/);
  });

  it('runs no script and reaches no network', async () => {
    let asked = 0;
    const canary = createServer((_request, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>(resolve => canary.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
    const page = `<style>@import "${address}/a.css"; body{background:url(${address}/b.png)}</style><p id="p">plain</p>
      <img src="${address}/c.png"><iframe src="${address}/d"></iframe><script>document.getElementById('p').textContent='changed'</script>
      <meta http-equiv="refresh" content="0;url=${address}/e">`;

    const text = await textOf(await printer.print(page));
    await new Promise<void>(resolve => canary.close(() => resolve()));

    expect(text).toContain('plain');
    expect(asked).toBe(0);
  });

  it('prints again in a new browser when the one at work is killed', async () => {
    await printer.print('<p>first</p>');
    const before = started.length;
    started.at(-1)!.process()!.kill('SIGKILL');

    const text = await textOf(await printer.print('<p>second</p>'));

    expect(text).toContain('second');
    expect(started.length).toBe(before + 1);
  });

  it('gives up a page that takes too long, and the browser with it', async () => {
    const hasty = new PdfPrinter(launch, { timeoutMs: 1, attempts: 2 });
    const before = started.length;

    await expect(hasty.print('<p>late</p>')).rejects.toThrow('within 1 ms');
    await hasty.close();

    expect(started.length).toBe(before + 2);
    for (const browser of started.slice(before)) expect(browser.process()!.killed).toBe(true);
  });

  it('prints many at once, a few at a time, and replaces a browser that has done its share', async () => {
    const worn = new PdfPrinter(launch, { pagesPerBrowser: 3, concurrency: 2 });
    const before = started.length;

    const printed = await Promise.all(Array.from({ length: 8 }, (_, index) => worn.print(`<p>sheet ${index}</p>`)));
    await worn.close();

    expect(await Promise.all(printed.map(textOf))).toEqual(printed.map((_, index) => expect.stringContaining(`sheet ${index}`)));
    expect(started.length - before).toBe(3);
    for (const browser of started.slice(before)) expect(browser.process()!.killed).toBe(true);
  });
});
