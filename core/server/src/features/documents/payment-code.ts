import { encode } from 'uqr';
import { formatDecimal, moneyFromJson } from '@hostwright/sdk';
import type { Invoice } from '@hostwright/sdk/http';

export interface PaymentCode {
  readonly size: number;
  /** One path of SVG: a square for each dark module. */
  readonly path: string;
}

/** The QR code that European banking apps read (EPC069-12, version 2): a transfer in euros, filled in to the reference. */
export function paymentCode(invoice: Invoice): PaymentCode | undefined {
  const text = transferText(invoice);
  if (text === undefined) return undefined;
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join('') };
}

const LARGEST_MINOR = 99_999_999_999n;

/** Undefined where the standard has no code for it: another currency, nothing to pay, no account. */
export function transferText({ seller, due, number }: Invoice): string | undefined {
  const amount = moneyFromJson(due);
  if (seller.iban === undefined || amount.currency !== 'EUR' || amount.amount < 1n || amount.amount > LARGEST_MINOR)
    return undefined;
  const line = (text: string, max: number): string => text.replace(/\s+/g, ' ').trim().slice(0, max);
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    '',
    line(seller.name, 70),
    seller.iban.replace(/\s/g, ''),
    `EUR${formatDecimal(amount)}`,
    '',
    '',
    line(number, 140),
  ].join('\n');
}
