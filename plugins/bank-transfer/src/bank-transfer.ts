import {
  PluginFailure,
  type PaymentGateway,
  type PaymentSnapshot,
  type PaymentStep,
  type PluginContext,
  type StartPayment,
} from '@hostwright/sdk';
import { isIban } from './iban.js';
import { instructions, type BankTransferConfig } from './instructions.js';

const PREFIX = 'transfer-';

/** Tells the payer where to send the money. It never learns whether it came: that is for staff, who see the account. */
export class BankTransfer implements PaymentGateway {
  constructor(private readonly context: PluginContext<BankTransferConfig>) {}

  async start(payment: StartPayment): Promise<PaymentStep> {
    const { config } = this.context;
    if (!isIban(config.iban)) throw PluginFailure.final('The IBAN in the settings is not valid', { code: 'bad-settings' });
    return { next: 'instructions', markdown: instructions(config, payment), payment: waiting(`${PREFIX}${payment.paymentId}`) };
  }

  async fetch(reference: string): Promise<PaymentSnapshot> {
    return waiting(reference);
  }
}

const waiting = (reference: string): PaymentSnapshot => ({ reference, state: 'pending' });
