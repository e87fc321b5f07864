import { money, negate, zero, type Money, type StatementLine } from '@hostwright/sdk';
import { referencesIn } from '../payment-reference.js';
import { readAmount, readCurrency } from './amount.js';
import type { BookingIds } from './booking-ids.js';
import type { Column, Layout } from './csv-columns.js';
import type { CsvRecord } from './csv-records.js';
import { readDay } from './day.js';
import { cleanText, LineFault, quoted } from './fault.js';
import type { Account } from './read-statement.js';

const INWARDS = new Set(['c', 'cr', 'crdt', 'credit', 'h', '+', 'к', 'кр', 'кт', 'кредит', 'k']);
const OUTWARDS = new Set(['d', 'db', 'dr', 'dbit', 'debit', 's', '-', 'д', 'дт', 'дебет']);

export type Booking = Omit<StatementLine, 'id' | 'line'> & { readonly bankId: string };

/** One row as a booking; throws a `LineFault` for what cannot be read. */
export function readBooking({ fields }: Pick<CsvRecord, 'fields'>, { places, width }: Layout, account: Account): Booking {
  const cell = (column: Column): string => fields[places[column] ?? -1]?.trim() ?? '';
  expectColumns(fields, places, width);
  const { settings } = account;
  const currency = cell('currency') === '' ? fallback(account) : readCurrency(cell('currency'));
  const bookedOn = readDay(cell('date'), settings.dateFormat);
  const amount = amountOf(cell, currency, settings.decimalSign);
  const text = cleanText(cell('text'), 2000);
  const payer = cleanText(cell('payer'), 200);
  return {
    bookedOn,
    amount,
    text,
    references: referencesIn(text),
    ...(payer !== '' && { payer }),
    bankId: cleanText(cell('id'), 200),
  };
}

/** The bank's own name alone is not enough: document numbers come again with other payers. */
export function idOf({ bookedOn, amount, bankId, payer = '', text }: Booking, ids: BookingIds): string {
  const facts = [bookedOn, amount.amount.toString(), amount.currency];
  return bankId === '' ? ids.next(...facts, '', payer, text) : ids.next(...facts, bankId);
}

/** A row with a column too few or too many has its values in the wrong places. */
function expectColumns(fields: readonly string[], places: Layout['places'], width: number | undefined): void {
  const needed = Math.max(...Object.values(places)) + 1;
  const isLonger = width !== undefined && fields.slice(width).some(field => field.trim() !== '');
  if (fields.length < needed || isLonger)
    throw new LineFault(
      'bad-columns',
      `The row has ${fields.length} columns where ${width ?? `at least ${needed}`} are expected`,
    );
}

function fallback({ settings, currency }: Account): string {
  return settings.currency === undefined || settings.currency === '' ? currency : readCurrency(settings.currency);
}

function amountOf(cell: (column: Column) => string, currency: string, sign: Account['settings']['decimalSign']): Money {
  const read = (text: string): Money => readAmount(text, currency, sign);
  if (cell('amount') !== '') return turned(read(cell('amount')), cell('direction'));
  const [credit, debit] = (['credit', 'debit'] as const).map(column =>
    cell(column) === '' ? zero(currency) : read(cell(column)),
  );
  if (cell('credit') === '' && cell('debit') === '') throw new LineFault('bad-amount', 'The row has no amount');
  if (credit!.amount !== 0n && debit!.amount !== 0n) throw new LineFault('bad-amount', 'The row has both a credit and a debit');
  return debit!.amount === 0n ? credit! : money(-absolute(debit!), currency);
}

/** Banks that write which way the money went may leave the sign out. */
function turned(amount: Money, direction: string): Money {
  const word = direction.toLowerCase();
  if (word === '') return amount;
  if (INWARDS.has(word)) return amount;
  if (OUTWARDS.has(word)) return amount.amount > 0n ? negate(amount) : amount;
  throw new LineFault('bad-direction', `${quoted(direction)} says neither credit nor debit`);
}

const absolute = ({ amount }: Money): bigint => (amount < 0n ? -amount : amount);
