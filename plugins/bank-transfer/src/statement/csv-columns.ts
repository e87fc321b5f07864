import type { StatementSettings } from '../settings.js';
import { unreadable } from './unreadable.js';

const COLUMNS = ['date', 'amount', 'direction', 'credit', 'debit', 'currency', 'text', 'payer', 'id'] as const;
export type Column = (typeof COLUMNS)[number];

/** Places of the columns, counted from 0. */
export type Places = Readonly<Partial<Record<Column, number>>>;

export interface Layout {
  readonly places: Places;
  /** Columns that the heading has; undefined where there is no heading. */
  readonly width: number | undefined;
  /** Index of the row after the heading. */
  readonly start: number;
}

/** Headings that are understood without any setting. */
const USUAL: Readonly<Record<Column, readonly string[]>> = {
  date: [
    'date',
    'booking date',
    'booked on',
    'transaction date',
    'buchungstag',
    'дата',
    'дата операції',
    'дата операции',
    'kuupäev',
  ],
  amount: ['amount', 'sum', 'betrag', 'umsatz', 'сума', 'сумма', 'summa'],
  direction: ['d/c', 'c/d', 'dc', 'debit/credit', 'credit/debit', 'дебет/кредит', 'deebet/kreedit (d/c)'],
  credit: ['credit', 'haben', 'кредит', 'kreedit'],
  debit: ['debit', 'soll', 'дебет', 'deebet'],
  currency: ['currency', 'ccy', 'währung', 'валюта', 'valuuta'],
  text: [
    ...['text', 'description', 'details', 'purpose', 'remittance information', 'verwendungszweck'],
    ...['призначення платежу', 'призначення', 'назначение платежа', 'назначение', 'selgitus'],
  ],
  payer: ['payer', 'counterparty', 'name', 'платник', 'контрагент', 'кореспондент', 'плательщик', 'корреспондент', 'maksja'],
  id: ['id', 'transaction id', 'bank reference', 'референс', 'arhiveerimistunnus'],
};

/** Whoever sets one of them has said where the amounts are. */
const MONEY: readonly Column[] = ['amount', 'credit', 'debit'];

/** A heading stands near the top, below what the bank says about the account. */
const ROWS_BEFORE_HEADING = 40;

const bare = (text: string): string =>
  text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toLowerCase();

/** Where the columns are, by the settings or by the usual headings; undefined when no row is their heading. */
export function findLayout(rows: readonly (readonly string[])[], settings: StatementSettings): Layout | undefined {
  const wanted = wantedOf(settings);
  const named = COLUMNS.filter(column => !isPlace(wanted[column] ?? ''));
  if (hasAllNeeded(placed(wanted))) return { places: placed(wanted), width: undefined, start: 0 };
  for (const [index, row] of rows.slice(0, ROWS_BEFORE_HEADING).entries()) {
    const places = { ...placed(wanted), ...found(row.map(bare), wanted, named) };
    const hasAllNamed = named.every(column => wanted[column] === undefined || places[column] !== undefined);
    if (hasAllNeeded(places) && hasAllNamed) return { places: whole(places), width: row.length, start: index + 1 };
  }
  return undefined;
}

/** Says which headings were looked for, because the file has others. */
export function noLayout(settings: StatementSettings): Error {
  const named = Object.values(wantedOf(settings)).filter(name => name !== undefined && !isPlace(name));
  const looked =
    named.length > 0 ? `the columns ${named.map(name => `"${name}"`).join(', ')}` : 'columns for date, amount and text';
  return unreadable(`No row of the file is a heading with ${looked}: name the columns in the settings of this way to pay`);
}

type Wanted = Readonly<Partial<Record<Column, string>>>;

const wantedOf = (settings: StatementSettings): Wanted =>
  Object.fromEntries(
    COLUMNS.map(column => [column, settings[`${column}Column`]?.trim()] as const).filter(
      ([, name]) => name !== undefined && name !== '',
    ),
  );

const isPlace = (name: string): boolean => /^[1-9]\d{0,2}$/.test(name);

const placed = (wanted: Wanted): Places =>
  Object.fromEntries(
    Object.entries(wanted)
      .filter(([, name]) => isPlace(name))
      .map(([column, name]) => [column, Number(name) - 1]),
  );

function found(row: readonly string[], wanted: Wanted, named: readonly Column[]): Places {
  const isMoneySet = MONEY.some(column => wanted[column] !== undefined);
  const entries = named.map(column => {
    const usual = isMoneySet && MONEY.includes(column) ? [] : USUAL[column];
    const names = wanted[column] === undefined ? usual : [bare(wanted[column])];
    const place = names.map(name => row.indexOf(name)).find(index => index >= 0);
    return [column, place] as const;
  });
  return Object.fromEntries(entries.filter(([, place]) => place !== undefined));
}

const hasAllNeeded = ({ date, text, amount, credit }: Places): boolean =>
  date !== undefined && text !== undefined && (amount !== undefined || credit !== undefined);

/** One column of signed amounts, or two without signs: where both kinds are there, the first says everything. */
function whole({ credit, debit, ...places }: Places): Places {
  if (places.amount !== undefined) return places;
  return { ...places, ...(credit !== undefined && { credit }), ...(debit !== undefined && { debit }) };
}
