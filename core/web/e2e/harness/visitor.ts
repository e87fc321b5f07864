import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';

export interface Eyes {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

/** What a page said against itself: script errors, refused content, answers of 500 and above. */
export type Complaints = string[];

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: Complaints;
  leave(): Promise<void>;
}

const PATIENCE_MS = 30_000;

let connected: Promise<Browser> | undefined;

/** Somebody with a browser of their own: no cookie, no cart. */
export async function aVisitor({ width = 1440, scheme = 'light' }: Eyes = {}): Promise<Visitor> {
  connected ??= chromium.connect(inject('browserEndpoint'));
  const browser = await connected;
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: Complaints = [];
  context.on('page', page => listen(page, complaints));
  const page = await context.newPage();
  return { context, page, complaints, leave: () => context.close() };
}

/** Somebody who comes for one test and leaves with it. */
export async function aGuest(eyes?: Eyes): Promise<Visitor> {
  const visitor = await aVisitor(eyes);
  onTestFinished(() => visitor.leave());
  return visitor;
}

function listen(page: Page, complaints: Complaints): void {
  page.on('pageerror', error => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', message => {
    // A refused request is the answer's own story; sessions begin with asking for one that is not there.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on('response', response => {
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`);
  });
}
