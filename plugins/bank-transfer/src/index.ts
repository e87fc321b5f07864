import { definePlugin, type Health } from '@hostwright/sdk';
import { BankTransfer } from './bank-transfer.js';
import { isIban } from './iban.js';
import type { BankTransferConfig } from './settings.js';

export default definePlugin<'payment-gateway', BankTransferConfig>({
  kind: 'payment-gateway',
  create: context => new BankTransfer(context),
  check: async (context): Promise<Health> =>
    isIban(context.config.iban) ? { ok: true } : { ok: false, detail: 'The check digits of the IBAN are wrong' },
});
