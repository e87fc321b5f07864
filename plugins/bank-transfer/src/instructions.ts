import { formatMoney, type StartPayment } from '@hostwright/sdk';
import { groupedIban } from './iban.js';
import { paymentReference } from './payment-reference.js';
import type { BankTransferConfig } from './settings.js';
import { wordsFor } from './words.js';

/** Where to send the money, as a list in the payer's language. */
export function instructions(config: BankTransferConfig, payment: StartPayment): string {
  const words = wordsFor(payment.locale);
  // Typed into a form of the bank, letter by letter: as code a page offers to copy them.
  const toType: ReadonlySet<string> = new Set([words.iban, words.reference]);
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.amount, formatMoney(payment.amount, payment.locale)],
    [words.beneficiary, config.beneficiary],
    [words.taxId, config.taxId],
    [words.iban, groupedIban(config.iban)],
    [words.bic, config.bic],
    [words.bank, config.bank],
    [words.reference, paymentReference(payment.invoiceNumber)],
  ];
  const rows = facts
    .filter(([, value]) => value)
    .map(([name, value]) => `- **${name}:** ${toType.has(name) ? `\`${value}\`` : plain(value ?? '')}`);
  const note = noteFor(config, payment.locale);
  return [words.opening, rows.join('\n'), ...(note === '' ? [] : [plain(note)]), words.closing].join('\n\n');
}

function noteFor(config: BankTransferConfig, locale: string): string {
  const notes = config.note ?? {};
  const language = locale.split('-')[0] ?? locale;
  const key = [locale, language, 'en'].find(candidate => Object.hasOwn(notes, candidate) && notes[candidate] !== '');
  return (key === undefined ? undefined : notes[key]) ?? '';
}

/** Settings are words, not markup: nothing in them may become a link, a list or HTML. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&');
