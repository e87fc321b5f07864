import type {
  AdminRefund,
  Dispute,
  SettlementDifference,
  SettlementRun,
  StatementLine,
  UnmatchedPayment,
} from '@hostwright/sdk/http';
import { code, defineList, moment, money, oneOf, state, text } from './list-definition.js';

const REFUND_STATES = ['pending', 'succeeded', 'failed'] as const;
const DISPUTE_STATES = ['opened', 'won', 'lost'] as const;

export const REFUNDS = defineList<AdminRefund>({
  name: 'refunds',
  title: 'screen.refunds',
  states: REFUND_STATES,
  empty: 'list.empty.refunds',
  changes: 'payment.changed',
  read:
    api =>
    ({ state: wanted, customerId }, page, signal) =>
      api.call('listRefunds', {
        query: { ...page, ...oneOf('state', REFUND_STATES, wanted), ...(customerId && { customerId }) },
        signal,
      }),
  columns: [
    { label: 'column.invoice', cell: row => code(row.invoiceNumber) },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.customer', cell: row => text(row.customer.name) },
    { label: 'column.reason', cell: row => text(row.reason), isMinor: true },
    { label: 'column.amount', isMoney: true, cell: row => money(row.amount) },
    { label: 'column.created', cell: row => moment(row.createdAt) },
  ],
});

export const DISPUTES = defineList<Dispute>({
  name: 'disputes',
  title: 'screen.disputes',
  states: DISPUTE_STATES,
  empty: 'list.empty.disputes',
  changes: 'payment.changed',
  read:
    api =>
    ({ state: wanted, customerId }, page, signal) =>
      api.call('listDisputes', {
        query: { ...page, ...oneOf('state', DISPUTE_STATES, wanted), ...(customerId && { customerId }) },
        signal,
      }),
  columns: [
    { label: 'column.invoice', cell: row => code(row.invoiceNumber) },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.customer', cell: row => text(row.customer.name) },
    { label: 'column.reason', cell: row => text(row.reason ?? '–'), isMinor: true },
    { label: 'column.amount', isMoney: true, cell: row => money(row.amount) },
    { label: 'column.opened', cell: row => moment(row.openedAt) },
  ],
});

const UNMATCHED_STATES = ['unmatched', 'matched', 'dismissed'] as const;

export const UNMATCHED = defineList<UnmatchedPayment>({
  name: 'unmatched',
  title: 'screen.unmatched',
  states: UNMATCHED_STATES,
  firstState: 'unmatched',
  empty: 'list.empty.unmatched',
  changes: 'payment.changed',
  read:
    api =>
    ({ state: wanted }, page, signal) =>
      api.call('listUnmatchedPayments', { query: { ...page, ...oneOf('state', UNMATCHED_STATES, wanted) }, signal }),
  columns: [
    { label: 'column.reference', cell: row => code(row.reference) },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.kind', cell: (row, words) => text(words.named(`unmatched-kind.${row.kind}`, row.kind)), isMinor: true },
    { label: 'column.problem', cell: (row, words) => text(words.named(`stray.${row.problem}`, row.problem)) },
    { label: 'column.amount', isMoney: true, cell: row => money(row.amount) },
    { label: 'column.received', cell: row => moment(row.receivedAt) },
  ],
});

export const BOOKINGS = defineList<StatementLine>({
  name: 'bookings',
  title: 'screen.bookings',
  states: UNMATCHED_STATES,
  searchHint: 'list.search.bookings',
  empty: 'list.empty.bookings',
  changes: 'payment.changed',
  read:
    api =>
    ({ search, state: wanted, statementId }, page, signal) =>
      api.call('listStatementLines', {
        query: { ...page, ...(search && { search }), ...(wanted && { state: wanted }), ...(statementId && { statementId }) },
        signal,
      }),
  columns: [
    { label: 'column.payer', cell: row => text(row.payer ?? '–') },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.text', cell: row => text(row.text) },
    { label: 'column.invoice', cell: row => code(row.invoice?.number ?? '–'), isMinor: true },
    { label: 'column.amount', isMoney: true, cell: row => money(row.amount) },
    { label: 'column.booked', cell: (row, words) => text(words.day(row.bookedOn)) },
  ],
});

const DIFFERENCE_STATES = ['open', 'gone', 'closed'] as const;

export const DIFFERENCES = defineList<SettlementDifference>({
  name: 'differences',
  title: 'screen.differences',
  states: DIFFERENCE_STATES,
  stateWords: 'difference-',
  empty: 'list.empty.differences',
  read:
    api =>
    ({ state: wanted }, page, signal) =>
      api.call('listSettlementDifferences', { query: { ...page, ...oneOf('state', DIFFERENCE_STATES, wanted) }, signal }),
  columns: [
    { label: 'column.reference', cell: row => code(row.reference) },
    { label: 'column.state', cell: row => state(`difference-${row.state}`) },
    { label: 'column.kind', cell: (row, words) => text(words.named(`difference.${row.kind}`, row.kind)) },
    { label: 'column.gateway', cell: row => text(row.gateway), isMinor: true },
    { label: 'column.ours', isMoney: true, cell: row => money(row.ours), isMinor: true },
    { label: 'column.theirs', isMoney: true, cell: row => money(row.theirs) },
    { label: 'column.seen', cell: row => moment(row.lastSeenAt) },
  ],
});

export const COMPARISONS = defineList<SettlementRun>({
  name: 'comparisons',
  title: 'screen.comparisons',
  states: [],
  empty: 'list.empty.comparisons',
  read: api => (_query, page, signal) => api.call('listSettlementRuns', { query: page, signal }),
  columns: [
    { label: 'column.gateway', cell: row => text(row.gateway) },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.compared', cell: (row, words) => text(words.count(row.compared)) },
    { label: 'column.differences', cell: (row, words) => text(words.count(row.differences)) },
    { label: 'column.at', cell: row => moment(row.startedAt) },
  ],
});
