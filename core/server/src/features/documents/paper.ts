import type { Party } from '@hostwright/sdk/http';
import type { Tenant } from '../../platform/tenancy/index.js';

export type Seller = Pick<Tenant, 'name' | 'brand' | 'timeZone'>;

/** The number of the document and of the page at the foot of every sheet. */
export function pageNumbers(number: string): string {
  const name = number.replace(/[^\p{L}\p{N} /_.-]/gu, '');
  const foot = `font: 8pt 'Onest Variable', sans-serif; color: #5a646c;`;
  return `@page { @bottom-left { content: "${name}"; ${foot} } @bottom-right { content: counter(page) " / " counter(pages); ${foot} } }`;
}

/** A picture inside the page; an address would have to be fetched, and paper fetches nothing. */
export function pictureOf({ brand }: Seller): string | undefined {
  return brand.logoSvg === undefined ? undefined : `data:image/svg+xml;base64,${Buffer.from(brand.logoSvg).toString('base64')}`;
}

/** With the name of the country instead of its code. */
export const onPaper = (party: Party, locale: string): Party => ({ ...party, country: countryName(party.country, locale) });

function countryName(code: string, locale: string): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code) : code;
}
