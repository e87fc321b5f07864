import { moneyFromJson, moneyToJson, type MoneyJson, type PriceLine } from '@hostwright/sdk';

/** A line as the API and the JSON columns hold it. */
export interface LineJson {
  readonly code: string;
  readonly label: string;
  readonly quantity: number;
  readonly amount: MoneyJson;
  readonly charge: 'setup' | 'recurring';
}

export const presentLine = ({ code, label, quantity, amount, charge }: PriceLine): LineJson => ({
  code,
  label,
  quantity,
  amount: moneyToJson(amount),
  charge,
});

export const readLine = (line: LineJson): PriceLine => ({ ...line, amount: moneyFromJson(line.amount) });
