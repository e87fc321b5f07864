import type {
  AdminCustomer,
  AdminDelivery,
  AdminInvoice,
  AdminOrder,
  AdminPayment,
  AdminService,
  AuditEntry,
} from '@hostwright/sdk/http';
import { actorName } from './audit-words.js';
import { code, defineList, moment, state, text } from './list-definition.js';

export const ORDERS = defineList<AdminOrder>({
  name: 'orders',
  title: 'screen.orders',
  states: ['placed', 'paid', 'completed', 'cancelled'],
  searchHint: 'list.search.orders',
  empty: 'list.empty.orders',
  changes: 'order.changed',
  read: api => (query, page, signal) => api.call('listAdminOrders', { query: { ...query, ...page }, signal }),
  columns: [
    { label: 'column.number', cell: row => code(row.number) },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.customer', cell: row => text(row.customer.name) },
    { label: 'column.items', cell: row => text(row.items.map(item => item.planName).join(', ')), isMinor: true },
    { label: 'column.total', isMoney: true, cell: row => ({ kind: 'money', money: row.today }) },
    { label: 'column.placed', cell: row => moment(row.placedAt) },
  ],
});

export const CUSTOMERS = defineList<AdminCustomer>({
  name: 'customers',
  title: 'screen.customers',
  states: [],
  searchHint: 'list.search.customers',
  empty: 'list.empty.customers',
  read: api => (query, page, signal) => api.call('listAdminCustomers', { query: { ...query, ...page }, signal }),
  columns: [
    { label: 'column.name', cell: row => text(row.name) },
    { label: 'column.email', cell: row => text(row.email) },
    { label: 'column.country', cell: row => text(row.billing?.country ?? '–'), isMinor: true },
    { label: 'column.orders', cell: (row, words) => text(words.count(row.orders)), isMinor: true },
    { label: 'column.active-services', cell: (row, words) => text(words.count(row.activeServices)) },
    { label: 'column.since', cell: row => moment(row.createdAt) },
  ],
});

export const SERVICES = defineList<AdminService>({
  name: 'services',
  title: 'screen.services',
  states: ['pending', 'provisioning', 'active', 'suspended', 'failed', 'terminated'],
  searchHint: 'list.search.services',
  empty: 'list.empty.services',
  changes: 'service.changed',
  read: api => (query, page, signal) => api.call('listAdminServices', { query: { ...query, ...page }, signal }),
  columns: [
    { label: 'column.hostname', cell: row => text(row.hostname) },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.customer', cell: row => text(row.customer.name) },
    { label: 'column.plan', cell: row => text(row.planName), isMinor: true },
    { label: 'column.address', cell: row => code(row.addresses.find(address => address.primary)?.address ?? '–'), isMinor: true },
    {
      label: 'column.renewal',
      isMoney: true,
      cell: (row, words) =>
        row.renewal ? { kind: 'money', money: row.renewal, below: row.renewsAt ? words.day(row.renewsAt) : '' } : text('–'),
    },
  ],
});

export const INVOICES = defineList<AdminInvoice>({
  name: 'invoices',
  title: 'screen.invoices',
  states: ['open', 'overdue', 'paid', 'void', 'refunded'],
  searchHint: 'list.search.invoices',
  empty: 'list.empty.invoices',
  changes: 'invoice.changed',
  read: api => (query, page, signal) => api.call('listAdminInvoices', { query: { ...query, ...page }, signal }),
  columns: [
    { label: 'column.number', cell: row => code(row.number) },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.customer', cell: row => text(row.customer.name) },
    { label: 'column.total', isMoney: true, cell: row => ({ kind: 'money', money: row.total }) },
    {
      label: 'column.due',
      isMoney: true,
      cell: row => ({ kind: 'money', money: row.due.amount === '0' ? null : row.due }),
      isMinor: true,
    },
    { label: 'column.issued', cell: row => moment(row.issuedAt) },
  ],
});

export const PAYMENTS = defineList<AdminPayment>({
  name: 'payments',
  title: 'screen.payments',
  states: ['created', 'pending', 'requires-action', 'authorized', 'succeeded', 'declined', 'cancelled', 'unknown', 'failed'],
  searchHint: 'list.search.payments',
  empty: 'list.empty.payments',
  changes: 'payment.changed',
  read: api => (query, page, signal) => api.call('listAdminPayments', { query: { ...query, ...page }, signal }),
  columns: [
    { label: 'column.invoice', cell: row => code(row.invoiceNumber) },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.customer', cell: row => text(row.customer.name) },
    { label: 'column.method', cell: row => text(row.method), isMinor: true },
    { label: 'column.amount', isMoney: true, cell: row => ({ kind: 'money', money: row.amount }) },
    { label: 'column.created', cell: row => moment(row.createdAt) },
  ],
});

export const DELIVERIES = defineList<AdminDelivery>({
  name: 'deliveries',
  title: 'screen.deliveries',
  states: ['queued', 'accepted', 'delivered', 'bounced', 'rejected', 'unknown', 'failed'],
  searchHint: 'list.search.deliveries',
  empty: 'list.empty.deliveries',
  read: api => (query, page, signal) => api.call('listDeliveries', { query: { ...query, ...page }, signal }),
  columns: [
    { label: 'column.to', cell: row => text(row.to) },
    { label: 'column.state', cell: row => state(row.state) },
    { label: 'column.message', cell: (row, words) => text(words.named(`template.${row.template}`, row.template)) },
    { label: 'column.channel', cell: row => text(row.channel), isMinor: true },
    { label: 'column.created', cell: row => moment(row.createdAt) },
  ],
});

export const AUDIT = defineList<AuditEntry>({
  name: 'audit',
  title: 'screen.audit',
  states: [],
  searchHint: 'list.search.audit',
  empty: 'list.empty.audit',
  read: api => (query, page, signal) => api.call('listAudit', { query: { ...query, ...page }, signal }),
  columns: [
    { label: 'column.action', cell: (row, words) => text(words.named(`audit.${row.action}`, row.action)) },
    { label: 'column.actor', cell: (row, words) => text(actorName(row.actor, words)) },
    { label: 'column.target', cell: row => code(row.target), isMinor: true },
    { label: 'column.at', cell: row => moment(row.at) },
  ],
});
