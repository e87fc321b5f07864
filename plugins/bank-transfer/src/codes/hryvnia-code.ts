import { formatDecimal } from '@hostwright/sdk';
import type { Transfer } from './euro-code.js';
import { oneLine } from './one-line.js';

const LEAST_MINOR = 1n;
const MOST_MINOR = 99_999_999_999n;
const MOST_BYTES = 331;

/**
 * The payload of the National Bank of Ukraine for credit transfers, format 002 ("Правила формування та використання
 * QR-коду для здійснення кредитових переказів"; banks go on reading it under the board's resolution No. 97 of
 * 19 August 2025, which adds 003): thirteen elements, each ended by a line feed, in Base64URL after the bank's address,
 * so that a phone without a banking app opens a page that explains it. Undefined where there can be none: another
 * currency or country, no code of the beneficiary (ЄДРПОУ of 8 digits or РНОКПП of 10), a sum out of bounds.
 */
export function hryvniaCode({ beneficiary, iban, taxId, amount, reference }: Transfer): string | undefined {
  const account = iban.replaceAll(' ', '');
  const code = (taxId ?? '').trim();
  if (amount.currency !== 'UAH' || amount.amount < LEAST_MINOR || amount.amount > MOST_MINOR) return undefined;
  if (!/^UA\d{27}$/.test(account) || !/^(\d{8}|\d{10})$/.test(code)) return undefined;
  const elements = [
    ...['BCD', '002', '1', 'UCT', ''],
    oneLine(beneficiary, 70),
    account,
    `UAH${formatDecimal(amount).replace(/\.00$/, '')}`,
    code,
    ...['', ''],
    oneLine(`Оплата за рахунком ${reference}`, 140),
    '',
  ];
  const data = Buffer.from(elements.map(element => `${element}\n`).join(''));
  return data.byteLength > MOST_BYTES ? undefined : `https://bank.gov.ua/qr/${data.toString('base64url')}`;
}
