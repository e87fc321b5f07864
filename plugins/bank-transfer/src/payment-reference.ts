import { createHash } from 'node:crypto';
import { remainder } from './iban.js';

const LONGEST = 21;

/**
 * The reference that the payer writes on the transfer: a creditor reference of ISO 11649 made of the invoice number.
 * Banks check its two digits, so a slip of the pen is refused there and not found here.
 */
export function paymentReference(invoiceNumber: string): string {
  const body = referenceBody(invoiceNumber);
  const check = 98 - remainder(`${body}RF00`);
  return `RF${String(check).padStart(2, '0')}${body}`;
}

/** Letters and digits of the number; where that would lose what tells two numbers apart, a digest stands for it. */
function referenceBody(invoiceNumber: string): string {
  const plain = invoiceNumber.toUpperCase().replaceAll(/[\s./_-]/g, '');
  if (/^[A-Z0-9]+$/.test(plain) && plain.length <= LONGEST) return plain;
  const digest = createHash('sha256').update(invoiceNumber).digest('hex');
  return BigInt(`0x${digest}`).toString(36).toUpperCase().slice(0, 16);
}
