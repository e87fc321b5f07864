import type { StatementFault, StatementLine } from '@hostwright/sdk';
import { BookingIds } from './booking-ids.js';
import { bookingsOf } from './camt-entry.js';
import { LineFault } from './fault.js';
import type { Account, Findings } from './read-statement.js';
import { unreadable } from './unreadable.js';
import { all, at, parseXml, textAt } from './xml.js';

/**
 * A statement in ISO 20022, camt.053 of any version: they differ in where a name or an amount stands, and each place is
 * looked at. Numbers of lines are numbers of entries, counted over the whole file.
 */
export function readCamt(text: string, account: Account): Findings {
  const root = at(parseXml(text), 'Document', 'BkToCstmrStmt');
  if (root === undefined) throw unreadable('The file is XML, but no account statement of ISO 20022 (camt.053)');
  const lines: StatementLine[] = [];
  const faults: StatementFault[] = [];
  const ids = new BookingIds('camt');
  let number = 0;
  for (const statement of all(root, 'Stmt')) {
    const entries = all(statement, 'Ntry');
    const stranger = strangeAccount(statement, account);
    if (stranger !== undefined) faults.push({ line: number + 1, code: 'other-account', message: stranger });
    for (const entry of entries) {
      number += 1;
      if (stranger !== undefined) continue;
      try {
        lines.push(...bookingsOf(entry, ids).map(booking => ({ line: number, ...booking })));
      } catch (error) {
        if (!(error instanceof LineFault)) throw error;
        faults.push({ line: number, code: error.code, message: error.message });
      }
    }
  }
  return { lines, faults };
}

/** Money on another account was never asked for here. */
function strangeAccount(statement: unknown, { iban }: Account): string | undefined {
  const theirs = textAt(statement, 'Acct', 'Id', 'IBAN').replaceAll(' ', '').toUpperCase();
  const ours = iban.replaceAll(' ', '').toUpperCase();
  return theirs === '' || theirs === ours
    ? undefined
    : `The statement is of the account ${theirs.slice(0, 34)}, the settings name ${ours}: its entries are left out`;
}
