import type { CreditNote } from '@hostwright/sdk/http';
import { tokenSheet, type Theme } from '../../platform/themes/index.js';
import { onPaper, pageNumbers, pictureOf, type Seller } from './paper.js';

/** The credit note as a page of paper: in the theme of the shop, in the language of its invoice. Fetches nothing. */
export function creditNoteHtml(note: CreditNote, tenant: Seller, theme: Theme): string {
  const reader = theme.readerOf(note.locale, tenant.timeZone);
  const { locale } = reader.words;
  const view = {
    locale,
    shop: { name: tenant.name },
    logo: pictureOf(tenant),
    note: { ...note, seller: onPaper(note.seller, locale), buyer: onPaper(note.buyer, locale) },
    stamp: note.state === 'void' ? { kind: 'void', word: reader.words.say('invoice.stamp.void') } : undefined,
  };
  const styles = `${tokenSheet(theme.tokenTypes, tenant.brand.tokens ?? {})}\n${pageNumbers(note.number)}`;
  return theme.document('credit-note', view, styles, reader);
}
