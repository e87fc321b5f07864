import { money, type Money, type StatementLine } from '@hostwright/sdk';
import { referencesIn } from '../payment-reference.js';
import { readAmount, readCurrency } from './amount.js';
import type { BookingIds } from './booking-ids.js';
import { readDay } from './day.js';
import { cleanText, LineFault, quoted } from './fault.js';
import { all, at, attributeOf, textAt } from './xml.js';

type Booking = Omit<StatementLine, 'line'>;

/** The bookings of one entry: a batch has one for each transaction in it. */
export function bookingsOf(entry: unknown, ids: BookingIds): Booking[] {
  expectBooked(entry);
  const bookedOn = dayOf(entry);
  const total = signed(amountAt(at(entry, 'Amt')), textAt(entry, 'CdtDbtInd'));
  const transactions = all(entry, 'NtryDtls').flatMap(details => all(details, 'TxDtls'));
  return partsOf(entry, total, transactions).map(part => bookingOf(entry, part, bookedOn, ids));
}

interface Part {
  readonly amount: Money;
  /** One transaction, or several that have no amounts of their own. */
  readonly transactions: readonly unknown[];
}

function partsOf(entry: unknown, total: Money, transactions: readonly unknown[]): readonly Part[] {
  // A single transaction is the entry; its own amount may be what was instructed, in another currency.
  const amounts = transactions.map(transaction => ownAmount(transaction, entry));
  if (transactions.length < 2 || amounts.every(amount => amount === undefined)) return [{ amount: total, transactions }];
  const sum = amounts.reduce((all, amount) => all + (amount?.amount ?? 0n), 0n);
  const isWhole = amounts.every(amount => amount?.currency === total.currency) && sum === total.amount;
  if (!isWhole)
    throw new LineFault('batch-differs', `The ${transactions.length} transactions of the entry do not add up to its amount`);
  return transactions.map((transaction, index) => ({ amount: amounts[index]!, transactions: [transaction] }));
}

/** Since version 4 the amount stands in the transaction itself, before that among its details. */
function ownAmount(transaction: unknown, entry: unknown): Money | undefined {
  const found = at(transaction, 'Amt') ?? at(transaction, 'AmtDtls', 'TxAmt', 'Amt');
  if (found === undefined) return undefined;
  const direction = textAt(transaction, 'CdtDbtInd');
  return signed(amountAt(found), direction === '' ? textAt(entry, 'CdtDbtInd') : direction);
}

function amountAt(node: unknown): Money {
  const text = typeof node === 'string' ? node : textAt(node);
  const currency = attributeOf(node, 'Ccy');
  if (text === '') throw new LineFault('bad-amount', 'The entry has no amount');
  if (!/^\d{1,18}(\.\d{1,5})?$/.test(text)) throw new LineFault('bad-amount', `${quoted(text)} is no amount`);
  return readAmount(text, readCurrency(currency), 'point');
}

function signed({ amount, currency }: Money, direction: string): Money {
  if (direction !== 'CRDT' && direction !== 'DBIT')
    throw new LineFault('bad-direction', `${quoted(direction)} says neither credit nor debit`);
  return money(direction === 'CRDT' ? amount : -amount, currency);
}

function expectBooked(entry: unknown): void {
  const state = textAt(entry, 'Sts', 'Cd') || textAt(entry, 'Sts');
  if (state !== 'BOOK' && state !== '')
    throw new LineFault('not-booked', `The entry is ${quoted(state)}, not booked: it comes again when it is`);
}

function dayOf(entry: unknown): string {
  const places = ['BookgDt', 'ValDt'].flatMap(name => [textAt(entry, name, 'Dt'), textAt(entry, name, 'DtTm').slice(0, 10)]);
  const day = places.find(text => text !== '');
  if (day === undefined) throw new LineFault('bad-date', 'The entry has no date');
  return readDay(day.slice(0, 10), 'YYYY-MM-DD');
}

function bookingOf(entry: unknown, { amount, transactions }: Part, bookedOn: string, ids: BookingIds): Booking {
  const written = transactions.flatMap(writtenIn);
  const text = cleanText(written.length > 0 ? written.join(' ') : textAt(entry, 'AddtlNtryInf'), 2000);
  const payer = cleanText(transactions.length === 1 ? payerOf(transactions[0], amount) : '', 200);
  const ends = transactions.map(transaction => textAt(transaction, 'Refs', 'EndToEndId')).filter(id => id !== 'NOTPROVIDED');
  return {
    id: idOf(entry, transactions, { bookedOn, amount, payer, text }, ids),
    amount,
    bookedOn,
    ...(payer !== '' && { payer }),
    text,
    // What came back to us was paid by us: it is no payment of the invoice that it may name.
    references: isReversal(entry) ? [] : referencesIn([text, ...ends].join(' | ')),
  };
}

const isReversal = (entry: unknown): boolean => ['true', '1'].includes(textAt(entry, 'RvslInd'));

function writtenIn(transaction: unknown): string[] {
  const remittance = at(transaction, 'RmtInf');
  const structured = all(remittance, 'Strd').flatMap(part => [
    textAt(part, 'CdtrRefInf', 'Ref'),
    ...all(part, 'RfrdDocInf').map(document => textAt(document, 'Nb')),
    ...all(part, 'AddtlRmtInf').map(text => textAt({ text }, 'text')),
  ]);
  const free = all(remittance, 'Ustrd').map(text => textAt({ text }, 'text'));
  const written = [...free, ...structured].filter(text => text !== '');
  return written.length > 0 ? written : [textAt(transaction, 'AddtlTxInf')].filter(text => text !== '');
}

/** Since version 8 a party is wrapped, because it may be an agent too. */
function payerOf(transaction: unknown, { amount }: Money): string {
  const parties = at(transaction, 'RltdPties');
  const roles = amount > 0n ? ['Dbtr', 'UltmtDbtr'] : ['Cdtr', 'UltmtCdtr'];
  const names = roles.flatMap(role => [textAt(parties, role, 'Pty', 'Nm'), textAt(parties, role, 'Nm')]);
  return names.find(name => name !== '') ?? '';
}

const REFERENCES = ['AcctSvcrRef', 'TxId', 'EndToEndId', 'InstrId'] as const;

/** By the bank's references together with the day and the sum: some banks write the same one into a whole batch. */
function idOf(
  entry: unknown,
  transactions: readonly unknown[],
  {
    bookedOn,
    amount,
    payer,
    text,
  }: { readonly bookedOn: string; readonly amount: Money; readonly payer: string; readonly text: string },
  ids: BookingIds,
): string {
  const facts = [bookedOn, amount.amount.toString(), amount.currency];
  const named = [
    textAt(entry, 'AcctSvcrRef'),
    ...transactions.flatMap(transaction => REFERENCES.map(name => textAt(transaction, 'Refs', name))),
  ];
  const isNamed = named.some(name => name !== '' && name !== 'NOTPROVIDED');
  return isNamed ? ids.next(...facts, ...named) : ids.next(...facts, '', payer, text);
}
