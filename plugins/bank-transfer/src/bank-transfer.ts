import {
  PluginFailure,
  type PaymentGateway,
  type PaymentSnapshot,
  type PaymentStep,
  type PluginContext,
  type StartPayment,
  type Statement,
  type StatementFile,
} from '@hostwright/sdk';
import { paymentCodes } from './codes/payment-codes.js';
import { isIban } from './iban.js';
import { instructions } from './instructions.js';
import type { BankTransferConfig } from './settings.js';
import { readStatement } from './statement/read-statement.js';

const PREFIX = 'transfer-';

/** Tells the payer where to send the money, and reads in the bank's statements whether it came. */
export class BankTransfer implements PaymentGateway {
  constructor(private readonly context: PluginContext<BankTransferConfig>) {}

  async start(payment: StartPayment): Promise<PaymentStep> {
    const { config } = this.context;
    if (!isIban(config.iban)) throw PluginFailure.final('The IBAN in the settings is not valid', { code: 'bad-settings' });
    const codes = paymentCodes(config, payment);
    return {
      next: 'instructions',
      markdown: instructions(config, payment),
      ...(codes.length > 0 && { codes }),
      payment: waiting(`${PREFIX}${payment.paymentId}`),
    };
  }

  async fetch(reference: string): Promise<PaymentSnapshot> {
    return waiting(reference);
  }

  async readStatement(file: StatementFile): Promise<Statement> {
    const { config, tenant } = this.context;
    return readStatement(file, { iban: config.iban, currency: tenant.currency, settings: config.statement ?? {} });
  }
}

const waiting = (reference: string): PaymentSnapshot => ({ reference, state: 'pending' });
