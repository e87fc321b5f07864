import type { Account } from './account.js';
import { invalid, missing } from './refusal.js';
import type { Tills } from './tills.js';
import type { Behaviour, Intent } from './things.js';

const CARDS: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ['pay', 'pay'],
  ['decline', 'decline:insufficient_funds'],
  ['authenticate', 'authenticate'],
  ['later', 'later'],
]);

/** What the stand-in for Stripe.js asks: only the client secret of an intent opens it. */
export class BrowserDesk {
  constructor(
    private readonly tills: Tills,
    private readonly accounts: () => readonly Account[],
  ) {}

  answer(path: string, form: URLSearchParams): object {
    const account = this.accounts().find(({ keys }) => keys.publishableKey === form.get('key'));
    if (!account) throw invalid('Invalid API Key provided', 'key');
    const secret = form.get('client_secret') ?? '';
    const intent = account.all('payment_intent').find(({ client_secret: known }) => known === secret);
    if (!intent) throw missing('payment_intent', secret.split('_secret_')[0] ?? '', 'intent');
    if (path === '/js/confirm') {
      const card = CARDS.get(form.get('card') ?? '');
      if (card === undefined) throw invalid('There is no such card', 'card');
      this.tills.attempt(account, intent, this.tills.newMethod(account, card));
    } else if (path === '/js/authenticate') {
      this.tills.authenticate(account, intent, form.get('answer') === 'confirm');
    } else throw missing('route', path, 'path');
    return outcome(intent);
  }
}

function outcome({ last_payment_error: error, id, status }: Intent): object {
  return error ? { error } : { paymentIntent: { id, status } };
}
