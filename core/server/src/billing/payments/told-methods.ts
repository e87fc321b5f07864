import { Injectable } from '@nestjs/common';
import type { PaymentSnapshot } from '@hostwright/sdk';
import { Events } from '../../platform/events/index.js';
import { SavedMethods } from '../saved-methods/index.js';
import { Settlement, type Told } from './settlement.js';

/** A card that was refused is not worth keeping. */
const WORTHLESS: ReadonlySet<PaymentSnapshot['state']> = new Set(['declined', 'cancelled', 'requires-action']);

/** Hears in what gateways tell of payments: methods to keep, and charges that need the customer. */
@Injectable()
export class ToldMethods {
  constructor(
    settlement: Settlement,
    private readonly methods: SavedMethods,
    private readonly events: Events,
  ) {
    settlement.onTold(async told => {
      await this.keep(told);
      await this.needsCustomer(told);
    });
  }

  /** Only what the customer agreed to, and only from the transaction that is this payment's. */
  private async keep({ after, told: { reference, state, savedMethod: method } }: Told): Promise<void> {
    if (!method || reference !== after.reference || WORTHLESS.has(state)) return;
    const { installationId, customerId, createdAt: agreedAt } = after;
    if (after.saveMethod) await this.methods.keep({ installationId, customerId, method, agreedAt });
    else if (after.savedMethodId !== null) await this.methods.told({ installationId, customerId, method });
  }

  private async needsCustomer({ before, after }: Told): Promise<void> {
    if (!after.offSession || after.state !== 'requires-action' || before.state === 'requires-action') return;
    const { id: paymentId, invoiceId } = after;
    await this.events.publish('payment.action-required', { paymentId, invoiceId });
  }
}
