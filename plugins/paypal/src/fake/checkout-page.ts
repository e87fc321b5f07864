import type { ServerResponse } from 'node:http';
import type { Book, FakeOrder } from './book.js';
import type { Deliveries } from './deliveries.js';
import type { Desk } from './desk.js';
import { redirect, sendPage } from './http.js';
import { languageOf, type Language } from './page-words.js';
import { approvePage, confirmPage, missingPage, overPage } from './pages.js';
import { PAYER_ID } from './told.js';

export interface PageCall {
  readonly method: string;
  readonly url: URL;
  readonly form: URLSearchParams;
  readonly acceptLanguage: string | undefined;
}

/** What the payer sees and presses. Browsers go back at once; the shop is told beside that, unless told to be first. */
export class CheckoutPage {
  /** The message about the next approval is taken by the shop before the browser goes back. */
  webhookFirst = false;

  constructor(
    private readonly book: Book,
    private readonly desk: Desk,
    private readonly deliveries: Deliveries,
  ) {}

  async serve({ method, url, form, acceptLanguage }: PageCall, response: ServerResponse): Promise<void> {
    const order = this.book.orders.get(url.searchParams.get('token') ?? '');
    const language = languageOf(order?.locale, acceptLanguage);
    if (!order) return sendPage(response, 404, missingPage(language));
    const targets = [order.returnUrl, order.cancelUrl];
    if (order.status !== 'PAYER_ACTION_REQUIRED') return sendPage(response, 200, overPage(order, language), targets);
    if (method !== 'POST') return this.show(order, language, url.searchParams.has('confirm'), response);
    await this.decide(order, form.get('action') ?? '', url, response);
  }

  private show(order: FakeOrder, language: Language, isSecondStep: boolean, response: ServerResponse): void {
    const html = isSecondStep ? confirmPage(language) : approvePage(order, language);
    sendPage(response, 200, html, [order.returnUrl, order.cancelUrl]);
  }

  private async decide(order: FakeOrder, action: string, url: URL, response: ServerResponse): Promise<void> {
    if (action === 'cancel') return redirect(response, withParameters(order.cancelUrl, { token: order.id }));
    if (action === 'authenticate') return redirect(response, `${url.pathname}?token=${order.id}&confirm=1`);
    if (action === 'twice') this.deliveries.multiply(2);
    const approval = this.desk.approve(order, {
      ...(action === 'decline' && { refusal: 'INSTRUMENT_DECLINED' }),
      ...(action === 'review' && { isReviewed: true }),
    });
    if (this.webhookFirst) await approval;
    this.webhookFirst = false;
    redirect(response, withParameters(order.returnUrl, { token: order.id, PayerID: PAYER_ID }));
  }
}

function withParameters(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
