import type { Invoice } from '@hostwright/sdk/http';
import { tokenSheet, type Theme } from '../../platform/themes/index.js';
import { onPaper, pageNumbers, pictureOf, type Seller } from './paper.js';
import { paymentCode } from './payment-code.js';

/** The invoice as a page of paper: in the theme of the shop, in the language it was issued in. Fetches nothing. */
export function invoiceHtml(invoice: Invoice, tenant: Seller, theme: Theme): string {
  const reader = theme.readerOf(invoice.locale, tenant.timeZone);
  const isOpen = invoice.state === 'open' || invoice.state === 'overdue';
  const view = {
    locale: reader.words.locale,
    shop: { name: tenant.name },
    logo: pictureOf(tenant),
    invoice: {
      ...invoice,
      seller: onPaper(invoice.seller, reader.words.locale),
      buyer: onPaper(invoice.buyer, reader.words.locale),
    },
    stamp: stampOf(invoice, kind => reader.words.say(`invoice.stamp.${kind}`)),
    isPartlyPaid: isOpen && invoice.paid.amount !== '0',
    transfer:
      isOpen && invoice.seller.iban !== undefined ? { iban: spaced(invoice.seller.iban), code: paymentCode(invoice) } : undefined,
  };
  const styles = `${tokenSheet(theme.tokenTypes, tenant.brand.tokens ?? {})}\n${pageNumbers(invoice.number)}`;
  return theme.document('invoice', view, styles, reader);
}

function stampOf({ state, paidAt }: Invoice, word: (kind: string) => string): object | undefined {
  if (state === 'open') return undefined;
  return { kind: state, word: word(state), on: state === 'paid' ? paidAt : undefined };
}

/** In groups of four, as banks print it. */
const spaced = (iban: string): string => iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ');
