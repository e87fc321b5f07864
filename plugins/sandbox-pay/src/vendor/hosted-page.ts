import type { ServerResponse } from 'node:http';
import type { ChargeBook } from './charge-book.js';
import { inStatus, TERMINAL, type Charge } from './charge.js';
import { redirect, Refusal, sendPage } from './http.js';
import { confirmPage, missingPage, payPage, resultPage } from './pages.js';
import { languageOf, type Language } from './words.js';

const RIGHT_CODE = '424242';
const TRIES = 3;

type Tell = (charge: Charge, times?: number) => Promise<void>;

/** What the payer sees and presses. Browsers are sent back at once; the shop is told beside that, unless told to be early. */
export class HostedPage {
  constructor(
    private readonly book: ChargeBook,
    private readonly tell: Tell,
  ) {}

  async serve(method: string, url: URL, body: string, response: ServerResponse): Promise<void> {
    const charge = this.book.charge(decodeURIComponent(url.pathname.slice('/pay/'.length)));
    const language = languageOf(url.searchParams.get('locale'), charge?.locale);
    if (!charge) return sendPage(response, 404, missingPage(language));
    if (method === 'GET' || TERMINAL.includes(charge.status)) return this.show(charge, language, response);
    if (method !== 'POST') throw new Refusal(405, 'no_such_method', 'The page takes GET and POST');
    const form = new URLSearchParams(body);
    const action = form.get('action') ?? '';
    if (charge.status === 'awaiting_confirmation' && action !== 'cancel') {
      return this.confirm(charge, form.get('code') ?? '', language, response);
    }
    await this.decide(charge, action, language, response);
  }

  private show(charge: Charge, language: Language, response: ServerResponse): void {
    const page = TERMINAL.includes(charge.status)
      ? resultPage
      : charge.status === 'awaiting_confirmation'
        ? confirmPage
        : payPage;
    sendPage(response, 200, page(charge, language), [charge.return_url, charge.cancel_url]);
  }

  private async decide(charge: Charge, action: string, language: Language, response: ServerResponse): Promise<void> {
    const decisions: Readonly<Record<string, () => void | Promise<void>>> = {
      pay: () => this.end(inStatus(charge, 'paid'), response),
      decline: () => this.end(inStatus(charge, 'declined'), response),
      cancel: () => this.end(inStatus(charge, 'cancelled'), response),
      twice: () => this.end(inStatus(charge, 'paid'), response, 2),
      early: async () => {
        const paid = this.book.put(inStatus(charge, 'paid'));
        await this.tell(paid);
        redirect(response, backTo(paid, 'paid'));
      },
      lost: () => {
        redirect(response, backTo(this.book.put(inStatus(charge, 'paid')), 'pending'));
      },
      confirm: () => {
        void this.tell(this.book.put(inStatus(charge, 'awaiting_confirmation')));
        redirect(response, `/pay/${charge.id}?locale=${language}`);
      },
    };
    const decision = Object.hasOwn(decisions, action) ? decisions[action] : undefined;
    if (!decision) throw new Refusal(422, 'no_such_action', 'The page has no such button');
    await decision();
  }

  private confirm(charge: Charge, code: string, language: Language, response: ServerResponse): void {
    if (code === RIGHT_CODE) return this.end(inStatus(charge, 'paid'), response);
    const wrong = { ...charge, wrong_codes: charge.wrong_codes + 1 };
    if (wrong.wrong_codes >= TRIES) return this.end(inStatus(wrong, 'declined'), response);
    this.show(this.book.put(wrong), language, response);
  }

  private end(charge: Charge, response: ServerResponse, times = 1): void {
    const kept = this.book.put(charge);
    redirect(response, backTo(kept, kept.status));
    void this.tell(kept, times);
  }
}

/** What the address says is for the eye only; the shop asks or is told by a signed webhook. */
function backTo(charge: Charge, status: string): string {
  const target = new URL(charge.status === 'cancelled' ? charge.cancel_url : charge.return_url);
  target.searchParams.set('sandbox_charge', charge.id);
  target.searchParams.set('sandbox_status', status);
  return target.href;
}
