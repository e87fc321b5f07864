import type { StatementFault, StatementLine } from '@hostwright/sdk';
import { BookingIds } from './booking-ids.js';
import { idOf, readBooking } from './csv-booking.js';
import { findLayout, noLayout, type Layout } from './csv-columns.js';
import { readRecords, type CsvRecord } from './csv-records.js';
import { LineFault } from './fault.js';
import type { Account, Findings } from './read-statement.js';

const SEPARATORS = [';', '\t', ',', '|'] as const;
const ROWS_TO_TRY = 60;

/** A statement as a table. */
export function readCsv(whole: string, account: Account): Findings {
  const { settings } = account;
  const skipped = settings.skipLines ?? 0;
  const text = withoutTop(whole, skipped);
  const { separator, layout: guess } = shapeOf(text, account);
  const makesSense = (fields: readonly string[]): boolean => isReadable({ fields }, guess, account);
  const { records, faults: broken } = readRecords(text, separator, makesSense);
  const layout = findLayout(rowsOf(records.slice(0, ROWS_TO_TRY)), settings) ?? guess;
  const lines: StatementLine[] = [];
  const faults: StatementFault[] = broken.filter(({ line }) => line > headingEnd(records, layout));
  const ids = new BookingIds('csv');
  for (const record of records.slice(layout.start)) {
    if (record.fields.every(field => field.trim() === '')) continue;
    try {
      const { bankId, ...booking } = readBooking(record, layout, account);
      lines.push({ line: record.line, id: idOf({ bankId, ...booking }, ids), ...booking });
    } catch (error) {
      if (!(error instanceof LineFault)) throw error;
      faults.push({ line: record.line, code: error.code, message: error.message });
    }
  }
  return { lines, faults: faults.toSorted((one, other) => one.line - other.line) };
}

/** Skipped lines stay, emptied: the numbers of the others are those of the file. */
const withoutTop = (text: string, count: number): string =>
  text
    .split('\n')
    .map((line, index) => (index < count ? '' : line))
    .join('\n');

interface Shape {
  readonly separator: string;
  readonly layout: Layout;
}

function shapeOf(text: string, { settings }: Account): Shape {
  const top = text
    .split('\n')
    .filter(line => line !== '')
    .slice(0, ROWS_TO_TRY)
    .join('\n');
  const set = settings.separator ?? 'auto';
  const separators = set === 'auto' ? byFrequency(top) : [set === 'tab' ? '\t' : set];
  for (const separator of separators) {
    const layout = findLayout(rowsOf(readRecords(top, separator, () => true).records), settings);
    if (layout) return { separator, layout };
  }
  throw noLayout(settings);
}

const rowsOf = (records: readonly CsvRecord[]): (readonly string[])[] => records.map(({ fields }) => fields);

/** The one that the top of the file has most of comes first: a comma is also in sentences. */
const byFrequency = (top: string): string[] =>
  SEPARATORS.toSorted((one, other) => top.split(other).length - top.split(one).length);

function isReadable(record: Pick<CsvRecord, 'fields'>, layout: Layout, account: Account): boolean {
  try {
    readBooking(record, layout, account);
    return true;
  } catch (error) {
    if (error instanceof LineFault) return false;
    throw error;
  }
}

/** What a bank writes above the heading is no booking and need not be readable. */
const headingEnd = (records: readonly CsvRecord[], { start }: Layout): number =>
  start === 0 ? 0 : (records[start - 1]?.line ?? 0);
