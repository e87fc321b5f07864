import { formatDecimal, type Money } from '@hostwright/sdk';
import { oneLine } from './one-line.js';

export interface Transfer {
  readonly beneficiary: string;
  readonly iban: string;
  readonly bic?: string | undefined;
  readonly taxId?: string | undefined;
  readonly amount: Money;
  readonly reference: string;
}

const LEAST_MINOR = 1n;
const MOST_MINOR = 99_999_999_999n;
const MOST_BYTES = 331;

/** Countries whose accounts take SEPA transfers, as the European Payments Council lists them (EPC409-09, 2025). */
const COUNTRIES = new Set(
  (
    'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI ' +
    'SK SM VA'
  ).split(' '),
);

/**
 * The payload of EPC069-12 ("Quick Response Code: Guidelines to Enable Data Capture for the Initiation of a SEPA Credit
 * Transfer"), version 002 in UTF-8: one element a line, the last one that holds something ends it. Undefined where the
 * standard has no code: another currency, an account outside SEPA, a sum out of its bounds, more than 331 bytes.
 */
export function euroCode({ beneficiary, iban, bic, amount, reference }: Transfer): string | undefined {
  const account = iban.replaceAll(' ', '');
  if (amount.currency !== 'EUR' || amount.amount < LEAST_MINOR || amount.amount > MOST_MINOR) return undefined;
  if (!COUNTRIES.has(account.slice(0, 2)) || reference.length > 140) return undefined;
  const payload = [
    ...['BCD', '002', '1', 'SCT'],
    bic ?? '',
    oneLine(beneficiary, 70),
    account,
    `EUR${formatDecimal(amount)}`,
    ...['', ''], // purpose, creditor reference: the invoice's number is no ISO 11649 reference, so it stands in the free text
    oneLine(reference, 140),
  ].join('\n');
  return Buffer.byteLength(payload) > MOST_BYTES ? undefined : payload;
}
