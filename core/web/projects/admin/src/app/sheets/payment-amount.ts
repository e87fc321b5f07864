import { formatDecimal, moneyFromJson, type MoneyJson, parseMinor } from '@hostwright/sdk';

/** What is due, as a person would write it. */
export function writtenAmount(due: MoneyJson): string {
  return formatDecimal(moneyFromJson(due));
}

/** Reads `1 234,50` as well as `1234.50`; undefined for what is no amount of that currency, or none at all. */
export function readAmount(written: string, currency: string): MoneyJson | undefined {
  const plain = written.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(plain)) return undefined;
  try {
    const amount = parseMinor(plain, currency);
    return amount > 0n ? { amount: amount.toString(), currency } : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
