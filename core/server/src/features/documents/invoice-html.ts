import type { Invoice } from '@hostwright/sdk/http';
import type { Tenant } from '../../platform/tenancy/index.js';
import { tokenSheet, type Theme } from '../../platform/themes/index.js';
import { paymentCode } from './payment-code.js';

type Seller = Pick<Tenant, 'name' | 'brand' | 'timeZone'>;

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
      seller: { ...invoice.seller, country: countryName(invoice.seller.country, reader.words.locale) },
      buyer: { ...invoice.buyer, country: countryName(invoice.buyer.country, reader.words.locale) },
    },
    stamp: stampOf(invoice, kind => reader.words.say(`invoice.stamp.${kind}`)),
    isPartlyPaid: isOpen && invoice.paid.amount !== '0',
    transfer:
      isOpen && invoice.seller.iban !== undefined ? { iban: spaced(invoice.seller.iban), code: paymentCode(invoice) } : undefined,
  };
  const styles = `${tokenSheet(theme.tokenTypes, tenant.brand.tokens ?? {})}\n${pageNumbers(invoice.number)}`;
  return theme.document('invoice', view, styles, reader);
}

/** The number of the invoice and of the page at the foot of every sheet. */
function pageNumbers(number: string): string {
  const name = number.replace(/[^\p{L}\p{N} /_.-]/gu, '');
  const foot = `font: 8pt 'Onest Variable', sans-serif; color: #5a646c;`;
  return `@page { @bottom-left { content: "${name}"; ${foot} } @bottom-right { content: counter(page) " / " counter(pages); ${foot} } }`;
}

function stampOf({ state, paidAt }: Invoice, word: (kind: string) => string): object | undefined {
  if (state === 'open') return undefined;
  return { kind: state, word: word(state), on: state === 'paid' ? paidAt : undefined };
}

/** A picture inside the page; an address would have to be fetched, and paper fetches nothing. */
function pictureOf({ brand }: Seller): string | undefined {
  return brand.logoSvg === undefined ? undefined : `data:image/svg+xml;base64,${Buffer.from(brand.logoSvg).toString('base64')}`;
}

/** In groups of four, as banks print it. */
const spaced = (iban: string): string => iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ');

function countryName(code: string, locale: string): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code) : code;
}
