import { createHash, timingSafeEqual } from 'node:crypto';
import { formatDecimal, type Money } from '@hostwright/sdk';

export type ProtocolVersion = 3 | 7;

/** A JSON number that is written digit by digit: an amount never becomes a float on its way out. */
export class Decimal {
  private constructor(readonly digits: string) {}

  static of(value: Money): Decimal {
    return new Decimal(formatDecimal(value));
  }
}

export type Fields = Readonly<Record<string, string | number | boolean | Decimal | undefined>>;

export interface SignedData {
  readonly data: string;
  readonly signature: string;
}

const HASHES: Readonly<Record<ProtocolVersion, string>> = { 3: 'sha1', 7: 'sha3-256' };

/** Which version made a signature is seen from its length: 20 bytes are SHA-1, 32 are SHA3-256. */
const VERSION_BY_LENGTH: ReadonlyMap<number, ProtocolVersion> = new Map([
  [28, 3],
  [44, 7],
]);

/** What has no value is left out. */
export function jsonOf(fields: Fields): string {
  const written = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${JSON.stringify(name)}:${value instanceof Decimal ? value.digits : JSON.stringify(value)}`],
  );
  return `{${written.join(',')}}`;
}

export const encodeFields = (fields: Fields): string => Buffer.from(jsonOf(fields), 'utf8').toString('base64');

export function signatureOf(data: string, privateKey: string, version: ProtocolVersion): string {
  return createHash(HASHES[version]).update(`${privateKey}${data}${privateKey}`).digest('base64');
}

/**
 * Compares the written signatures, not their bytes: base64 has several spellings of the same bytes, and only one was sent.
 * SHA-1 counts for nothing in a shop of version 7.
 */
export function isSigned({ data, signature }: SignedData, privateKey: string, shop: ProtocolVersion): boolean {
  const version = VERSION_BY_LENGTH.get(signature.length);
  if (version === undefined || version < shop) return false;
  const [given, expected] = [Buffer.from(signature), Buffer.from(signatureOf(data, privateKey, version))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
