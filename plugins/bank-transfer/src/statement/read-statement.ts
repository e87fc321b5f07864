import type { Statement, StatementFault, StatementFile, StatementLine } from '@hostwright/sdk';
import type { StatementSettings } from '../settings.js';
import { readCamt } from './camt.js';
import { readCsv } from './csv.js';
import { decode } from './decode.js';
import { unreadable } from './unreadable.js';

/** What a statement is read with. */
export interface Account {
  readonly iban: string;
  /** Of what has no currency of its own. */
  readonly currency: string;
  readonly settings: StatementSettings;
}

/** What a reader finds, in the order of the file. */
export interface Findings {
  readonly lines: StatementLine[];
  readonly faults: StatementFault[];
}

const MOST = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;

export function readStatement({ bytes }: StatementFile, account: Account): Statement {
  if (bytes.length > MOST_BYTES) throw unreadable('The file is larger than 16 megabytes: export a shorter period');
  const text = decode(bytes, account.settings.encoding);
  if (text.trim() === '') throw unreadable('The file is empty');
  const statement = text.trimStart().startsWith('<') ? readCamt(text, account) : readCsv(text, account);
  if (statement.lines.length > MOST || statement.faults.length > MOST)
    throw unreadable(`The statement has more than ${MOST} bookings: export a shorter period`);
  return statement;
}
