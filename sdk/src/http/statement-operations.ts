import { operation } from './operation.js';
import * as statements from './statements.js';

/** What staff do with the statements of a bank account. */
export const statementOperations = {
  readStatement: operation('readStatement', {
    access: 'payments.record',
    status: 200,
    tag: 'admin',
    summary: 'Reads an account statement: tells what it would pay, or receives it',
    body: statements.ReadStatement,
    bodyLimit: statements.STATEMENT_CHARACTERS + 4096,
    answer: statements.StatementReading,
    problems: ['statement-unreadable'],
  }),
  listStatements: operation('listStatements', {
    access: 'payments.read',
    status: 200,
    tag: 'admin',
    summary: 'Statements that were imported',
    query: statements.StatementListQuery,
    answer: statements.StatementPage,
  }),
  listStatementLines: operation('listStatementLines', {
    access: 'payments.read',
    status: 200,
    tag: 'admin',
    summary: 'Bookings that came with statements',
    query: statements.StatementLineQuery,
    answer: statements.StatementLinePage,
  }),
  matchStatementLine: operation('matchStatementLine', {
    access: 'payments.record',
    status: 200,
    tag: 'admin',
    summary: 'Receives a booking for the invoice that staff name',
    params: statements.StatementLinePath,
    body: statements.MatchStatementLine,
    answer: statements.StatementLine,
    problems: ['statement-line-state', 'invoice-state', 'payment-state', 'amount-mismatch'],
  }),
  dismissStatementLine: operation('dismissStatementLine', {
    access: 'payments.record',
    status: 200,
    tag: 'admin',
    summary: 'Takes a booking that pays no invoice off the list',
    params: statements.StatementLinePath,
    answer: statements.StatementLine,
    problems: ['statement-line-state'],
  }),
};
