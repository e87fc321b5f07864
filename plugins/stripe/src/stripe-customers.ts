import { createHash } from 'node:crypto';
import type { KeyValueStore, Payer } from '@hostwright/sdk';
import type { StripeClient } from './stripe-client.js';

/** One customer at Stripe for each of ours: saved methods belong to it. */
export class StripeCustomers {
  constructor(
    private readonly client: StripeClient,
    private readonly storage: KeyValueStore,
  ) {}

  /** Known, found, or made. Made twice under the same key it is still one; `gone` is one that was deleted at Stripe. */
  async idOf(payer: Payer, signal: AbortSignal, gone?: string): Promise<string> {
    const known = await this.storage.get<string>(keyOf(payer));
    if (known !== undefined && known !== gone) return known;
    const found = (await this.client.customersByEmail(payer.email)).find(
      ({ id, metadata }) => metadata['customer_id'] === payer.customerId && id !== gone,
    );
    const id = found?.id ?? (await this.make(payer, signal, gone));
    await this.storage.set(keyOf(payer), id);
    return id;
  }

  private async make(payer: Payer, signal: AbortSignal, gone = ''): Promise<string> {
    const params = {
      email: payer.email,
      ...(payer.name !== undefined && { name: payer.name }),
      metadata: { customer_id: payer.customerId },
    };
    // Another name or address is another request, and Stripe refuses a known key for that.
    const version = createHash('sha256')
      .update(JSON.stringify([params, gone]))
      .digest('hex')
      .slice(0, 24);
    return (await this.client.createCustomer(params, { key: `customer-${payer.customerId}-${version}`, signal })).id;
  }
}

const keyOf = ({ customerId }: Payer): string => `customer/${customerId}`;
