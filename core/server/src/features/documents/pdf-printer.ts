import type { Browser, HTTPRequest } from 'puppeteer';

export interface PrinterSettings {
  /** Pages printed at the same time. */
  readonly concurrency: number;
  /** A page that takes longer is given up, with the browser that hangs on it. */
  readonly timeoutMs: number;
  /** A browser is replaced after so many pages: memory that leaks goes with it. */
  readonly pagesPerBrowser: number;
  /** How often a page is tried when the browser fails. */
  readonly attempts: number;
}

const SETTINGS: PrinterSettings = { concurrency: 2, timeoutMs: 20_000, pagesPerBrowser: 200, attempts: 3 };
const SMALLEST_PDF = 500;

interface Press {
  readonly browser: Promise<Browser>;
  printed: number;
  busy: number;
  isRetired: boolean;
}

/**
 * Turns HTML into PDF in one warm browser with scripts and network off. Whatever hangs, crashes or prints nothing costs
 * that browser its life and nobody else: the page is printed again in a new one.
 */
export class PdfPrinter {
  private press: Press | undefined;
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private isClosed = false;
  private readonly settings: PrinterSettings;

  constructor(
    private readonly launch: () => Promise<Browser>,
    settings: Partial<PrinterSettings> = {},
  ) {
    this.settings = { ...SETTINGS, ...settings };
    this.free = this.settings.concurrency;
  }

  async print(html: string): Promise<Uint8Array> {
    await this.enter();
    try {
      for (let attempt = 1; ; attempt += 1) {
        if (this.isClosed) throw new Error('The printer is closed');
        const press = this.ready();
        try {
          return await this.printOn(press, html);
        } catch (error) {
          await this.scrap(press);
          if (attempt >= this.settings.attempts) throw error;
        }
      }
    } finally {
      this.leave();
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.press) await this.scrap(this.press);
  }

  /** The browser at work; a used-up one finishes its pages and is closed by the last of them. */
  private ready(): Press {
    if (this.press && this.press.printed < this.settings.pagesPerBrowser) return this.press;
    if (this.press) this.press.isRetired = true;
    const press: Press = { browser: this.launch(), printed: 0, busy: 0, isRetired: false };
    press.browser.catch(() => this.forget(press));
    this.press = press;
    return press;
  }

  private async printOn(press: Press, html: string): Promise<Uint8Array> {
    press.printed += 1;
    press.busy += 1;
    try {
      return await withinMs(this.settings.timeoutMs, printPage(await press.browser, html));
    } finally {
      press.busy -= 1;
      if (press.isRetired && press.busy === 0) await this.scrap(press);
    }
  }

  private async scrap(press: Press): Promise<void> {
    this.forget(press);
    const [started] = await Promise.allSettled([press.browser]);
    if (started.status === 'rejected') return;
    // A browser that hangs does not close when asked to.
    started.value.process()?.kill('SIGKILL');
    await Promise.allSettled([started.value.disconnect()]);
  }

  private forget(press: Press): void {
    if (this.press === press) this.press = undefined;
  }

  private async enter(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>(resolve => this.waiting.push(resolve));
  }

  /** A place goes straight to whoever waits longest. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }
}

async function printPage(browser: Browser, html: string): Promise<Uint8Array> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setJavaScriptEnabled(false);
    await page.setRequestInterception(true);
    page.on('request', request => void answer(request));
    await page.setContent(html, { waitUntil: 'load' });
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
    if (pdf.length < SMALLEST_PDF || Buffer.from(pdf.subarray(0, 5)).toString('latin1') !== '%PDF-') {
      throw new Error(`The browser printed ${pdf.length} bytes that are no PDF`);
    }
    return pdf;
  } finally {
    await Promise.allSettled([context.close()]);
  }
}

/** Only what the page carries inside itself. A page that wants to go elsewhere stays: no content is what says so. */
async function answer(request: HTTPRequest): Promise<void> {
  if (request.url().startsWith('data:')) await request.continue();
  else if (request.isNavigationRequest()) await request.respond({ status: 204 });
  else await request.abort('blockedbyclient');
}

async function withinMs<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The page was not printed within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
