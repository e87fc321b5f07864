import { PluginFailure, type PaymentSnapshot } from '@hostwright/sdk';
import type Stripe from 'stripe';
import { readTag } from './payment-tag.js';
import type { StripeClient } from './stripe-client.js';
import { intentSnapshot } from './stripe-mapping.js';

/** Two thousand payments back. A shop that makes more while one answer is missing is told so, not "there is none". */
const MOST_PAGES = 20;
const DAY_SECONDS = 86_400;

interface Made {
  readonly id: string;
  readonly created: number;
  readonly metadata: Stripe.Metadata | null;
}

/**
 * Finds a payment by our own id in the lists of sessions and intents. Stripe's search would be shorter, but lags behind by
 * a minute, which is just when this is asked.
 */
export class StripeSearch {
  constructor(
    private readonly client: StripeClient,
    private readonly installationId: string,
  ) {}

  async find(paymentId: string): Promise<PaymentSnapshot | { readonly session: string } | undefined> {
    const session = await this.look(paymentId, after => this.client.sessions(after));
    if (session) return { session: session.id };
    const intent = await this.look(paymentId, after => this.client.intents(after), 'hosted');
    return intent && intentSnapshot(await this.client.intent(intent.id));
  }

  private async look<T extends Made>(
    paymentId: string,
    list: (after?: string) => Promise<Stripe.ApiList<T>>,
    exceptFlow?: string,
  ): Promise<T | undefined> {
    const since = madeAt(paymentId);
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { data, has_more: hasMore } = await list(after);
      const found = data.find(({ metadata }) => {
        const tag = readTag(metadata, this.installationId);
        return tag?.paymentId === paymentId && tag.flow !== exceptFlow;
      });
      const last = data.at(-1);
      if (found || !hasMore || !last || last.created < since) return found;
      after = last.id;
    }
    throw PluginFailure.retryable('The payment is not among the newest at Stripe', { code: 'too-many-to-look-through' });
  }
}

/** Our ids of version 7 begin with their time; a day is left for clocks that disagree. Others tell nothing. */
function madeAt(paymentId: string): number {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i.exec(paymentId);
  return match ? Math.floor(Number.parseInt(`${match[1]}${match[2]}`, 16) / 1000) - DAY_SECONDS : 0;
}
