import { CsvError, parse } from 'csv-parse/sync';
import type { StatementFault } from '@hostwright/sdk';

/** A row of the file and the line that it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Stops the parser at a row over several lines that makes no sense: an open quote has swallowed what came after it. */
class Swallowed extends Error {}

const LONGEST_ROW = 65_536;

/** Lines that are parsed at once: after each row that breaks, no more than these are looked at again. */
const LINES_AT_ONCE = 500;

/**
 * The rows of the file. A row that cannot be read is one fault, and reading goes on with the very next line: a quote that
 * is never closed must not take the rest of the statement with it. `makesSense` decides about rows over several lines.
 */
export function readRecords(
  text: string,
  separator: string,
  makesSense: (fields: readonly string[]) => boolean,
): { readonly records: readonly CsvRecord[]; readonly faults: readonly StatementFault[] } {
  const lines = text.split('\n');
  const records: CsvRecord[] = [];
  const faults: StatementFault[] = [];
  let next = 0;
  while (next < lines.length) {
    const part = readUntilBroken(lines, next, separator, makesSense);
    records.push(...part.records);
    next = part.next;
    if (part.problem === undefined) continue;
    faults.push({ line: next + 1, code: 'bad-row', message: part.problem });
    next += 1;
  }
  return { records, faults };
}

interface Part {
  readonly records: CsvRecord[];
  /** Index of the first line that was not read. */
  readonly next: number;
  readonly problem: string | undefined;
}

function readUntilBroken(
  lines: readonly string[],
  from: number,
  separator: string,
  makesSense: (fields: readonly string[]) => boolean,
): Part {
  const records: CsvRecord[] = [];
  const until = Math.min(from + LINES_AT_ONCE, lines.length);
  let next = from;
  const take = (fields: string[], info: { lines: number }): null => {
    const first = firstWritten(lines, next);
    const after = from + info.lines;
    if (after - first > 1 && !(isStrict(lines.slice(first, after), separator) && makesSense(fields)))
      throw new Swallowed(OPEN_QUOTE);
    records.push({ line: first + 1, fields });
    next = after;
    return null;
  };
  try {
    parse(lines.slice(from, until).join('\n'), {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_ROW,
      on_record: take as never,
    });
    return { records, next: until, problem: undefined };
  } catch (error) {
    if (!(error instanceof CsvError || error instanceof Swallowed)) throw error;
    // A row that goes on behind these lines is read again from its own first line.
    const goesOn = error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED' && until < lines.length && next > from;
    if (goesOn) return { records, next, problem: undefined };
    return { records, next: firstWritten(lines, next), problem: wordsFor(error) };
  }
}

/** Empty lines belong to no row. */
function firstWritten(lines: readonly string[], from: number): number {
  let index = from;
  while (index < lines.length - 1 && lines[index] === '') index += 1;
  return index;
}

/** Inside one line a stray quote is a part of a name; over several it would join rows that have nothing to do with each other. */
function isStrict(lines: readonly string[], separator: string): boolean {
  try {
    parse(lines.join('\n'), {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      max_record_size: LONGEST_ROW,
    });
    return true;
  } catch (error) {
    if (error instanceof CsvError) return false;
    throw error;
  }
}

const OPEN_QUOTE = 'A quote is opened here that no row closes';

const MESSAGES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: OPEN_QUOTE,
  CSV_MAX_RECORD_SIZE: `The row is longer than ${LONGEST_ROW} characters`,
};

const wordsFor = (error: CsvError | Swallowed): string =>
  error instanceof CsvError ? (MESSAGES[error.code] ?? 'The row cannot be taken apart into columns') : error.message;
