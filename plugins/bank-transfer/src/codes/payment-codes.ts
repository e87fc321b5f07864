import type { PaymentCode, StartPayment } from '@hostwright/sdk';
import { paymentReference } from '../payment-reference.js';
import type { BankTransferConfig } from '../settings.js';
import { wordsFor } from '../words.js';
import { euroCode } from './euro-code.js';
import { hryvniaCode } from './hryvnia-code.js';

/** The codes that fill the transfer in: none or one, because each is for one currency. */
export function paymentCodes(config: BankTransferConfig, payment: StartPayment): PaymentCode[] {
  const { beneficiary, iban, bic, taxId } = config;
  const words = wordsFor(payment.locale);
  const reference = paymentReference(payment.invoiceNumber);
  const transfer = { beneficiary, iban, bic: bic === '' ? undefined : bic, taxId, amount: payment.amount, reference };
  const codes: readonly (readonly [label: string, payload: string | undefined])[] = [
    [words.euroCode, euroCode(transfer)],
    [words.hryvniaCode, hryvniaCode(transfer)],
  ];
  return codes.flatMap(([label, payload]) => (payload === undefined ? [] : [{ label, payload }]));
}
