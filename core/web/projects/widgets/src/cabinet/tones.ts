import type { Invoice, Order, Payment } from '@hostwright/sdk/http';
import type { BadgeTone } from '../ui/state-badge.js';

const INVOICES: Readonly<Record<Invoice['state'], BadgeTone>> = {
  open: 'warning',
  overdue: 'danger',
  paid: 'success',
  void: 'muted',
  refunded: 'muted',
};

const PAYMENTS: Readonly<Record<Payment['state'], BadgeTone>> = {
  created: 'info',
  pending: 'info',
  'requires-action': 'warning',
  authorized: 'info',
  succeeded: 'success',
  declined: 'danger',
  cancelled: 'muted',
  unknown: 'info',
  failed: 'danger',
};

const ORDERS: Readonly<Record<Order['state'], BadgeTone>> = {
  placed: 'warning',
  paid: 'info',
  completed: 'success',
  cancelled: 'muted',
};

export const invoiceTone = (state: Invoice['state']): BadgeTone => INVOICES[state];
export const paymentTone = (state: Payment['state']): BadgeTone => PAYMENTS[state];
export const orderTone = (state: Order['state']): BadgeTone => ORDERS[state];
