import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from './account.js';
import { languageOf } from './page-words.js';
import { bankPage, overPage, payPage, unknownPage } from './pages.js';
import type { Tills } from './tills.js';
import type { Behaviour, Session } from './things.js';

const CARDS: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ['pay', 'pay'],
  ['decline', 'decline:generic_decline'],
  ['authenticate', 'authenticate'],
  ['later', 'later'],
]);

/** The page of Stripe's that a customer is sent to. It needs no script. */
export class HostedPage {
  constructor(private readonly tills: Tills) {}

  serve(
    found: { readonly account: Account; readonly session: Session } | undefined,
    request: IncomingMessage,
    body: string,
    response: ServerResponse,
  ): void {
    const language = languageOf(found?.session.locale, request.headers['accept-language']);
    if (!found) return send(response, 404, unknownPage(language));
    const action = request.method === 'POST' ? (new URLSearchParams(body).get('action') ?? '') : '';
    if (action === 'cancel') return redirect(response, found.session.cancel_url);
    if (found.session.status === 'open' && action !== '') this.act(found.account, found.session, action);
    if (action !== '' && found.session.status === 'complete') return redirect(response, found.session.success_url);
    if (action !== '') return redirect(response, `/c/pay/${found.session.id}`);
    this.show(found.account, found.session, language, response);
  }

  private act(account: Account, session: Session, action: string): void {
    const intent = account.find('payment_intent', session.payment_intent);
    const card = CARDS.get(action);
    if (intent?.status === 'requires_action') {
      if (action === 'confirm' || action === 'refuse') this.tills.authenticate(account, intent, action === 'confirm');
    } else if (card !== undefined) this.tills.attemptSession(account, session, card);
  }

  private show(account: Account, session: Session, language: string, response: ServerResponse): void {
    const intent = account.find('payment_intent', session.payment_intent);
    const targets = [session.success_url, session.cancel_url];
    if (session.status !== 'open') return send(response, 200, overPage(session, language), targets);
    if (intent?.status === 'requires_action') return send(response, 200, bankPage(session, language), targets);
    send(response, 200, payPage(session, intent, language), targets);
  }
}

/** Browsers hold a redirect after a form to the policy of the form, so the shop's addresses are allowed. */
function send(response: ServerResponse, status: number, html: string, targets: readonly string[] = []): void {
  const origins = new Set(targets.filter(target => URL.canParse(target)).map(target => new URL(target).origin));
  const policy = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${[...origins].join(' ')}`;
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .end(html);
}

function redirect(response: ServerResponse, target: string): void {
  response.writeHead(303, { location: target, 'cache-control': 'no-store' }).end();
}
