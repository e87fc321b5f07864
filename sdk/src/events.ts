import type { MoneyJson } from './money.js';

/**
 * Facts, in the past tense, with ids rather than copies: no personal data, never a secret. A published shape only grows.
 * Events are kept as JSON, so money travels as a string of minor units.
 */
export interface EventMap {
  'customer.registered': { customerId: string };
  'customer.email-confirmation-requested': { customerId: string; requestId: string };
  'customer.password-reset-requested': { customerId: string; requestId: string };
  'order.placed': { orderId: string; customerId: string; invoiceId: string };
  'order.cancelled': { orderId: string; customerId: string; reason: string };
  'invoice.issued': { invoiceId: string; customerId: string; total: MoneyJson; dueAt: string };
  'invoice.paid': { invoiceId: string; customerId: string; total: MoneyJson };
  'invoice.overdue': { invoiceId: string; customerId: string; daysOverdue: number };
  /** Nobody has to pay it any more; nothing was paid of it. */
  'invoice.voided': { invoiceId: string; customerId: string };
  'payment.started': { paymentId: string; invoiceId: string; installationId: string };
  'payment.succeeded': { paymentId: string; invoiceId: string; amount: MoneyJson };
  'payment.declined': { paymentId: string; invoiceId: string; code: string };
  /** The provider reports another sum or currency than was asked for; nothing is settled until staff decide. */
  'payment.mismatched': { paymentId: string; invoiceId: string; expected: MoneyJson; received: MoneyJson };
  /** A renewal cannot be charged without the customer: the bank wants to hear it from them. */
  'payment.action-required': { paymentId: string; invoiceId: string };
  /** The provider has not said within a day what became of it. */
  'payment.unresolved': { paymentId: string; invoiceId: string };
  'payment.refunded': { paymentId: string; refundId: string; amount: MoneyJson };
  /** The money did not reach the customer, also when it first seemed so; staff decide. */
  'payment.refund-failed': { paymentId: string; refundId: string; amount: MoneyJson };
  'credit-note.issued': {
    creditNoteId: string;
    invoiceId: string;
    customerId: string;
    total: MoneyJson;
    /** The money did not leave the shop: it is the customer's credit. */
    toCredit?: boolean;
  };
  'dispute.opened': { disputeId: string; paymentId: string; invoiceId: string; amount: MoneyJson };
  'dispute.won': { disputeId: string; paymentId: string; invoiceId: string };
  'dispute.lost': { disputeId: string; paymentId: string; invoiceId: string };
  'saved-method.added': { savedMethodId: string; customerId: string };
  'saved-method.removed': { savedMethodId: string; customerId: string };
  /** It ends in so many days, or sooner. */
  'saved-method.expiring': { savedMethodId: string; customerId: string; days: number };
  'settlement.differences-found': { runId: string; installationId: string; count: number };
  'service.provisioning-started': { serviceId: string; customerId: string; operationId: string };
  'service.activated': { serviceId: string; customerId: string };
  'service.provisioning-failed': { serviceId: string; code: string; final: boolean };
  /** It is paid for and no place has room; it is made as soon as one has. */
  'service.waits-for-room': { serviceId: string };
  /** The invoice for the next period is there. */
  'service.renewal-billed': { serviceId: string; customerId: string; invoiceId: string };
  /** The next period is paid for. */
  'service.renewed': { serviceId: string; customerId: string; until: string };
  'service.suspended': { serviceId: string; reason: string };
  'service.unsuspended': { serviceId: string };
  'service.terminated': { serviceId: string };
  /** An unpaid renewal: it will be suspended, or end, at that moment. */
  'service.suspension-announced': { serviceId: string; invoiceId: string; at: string };
  'service.termination-announced': { serviceId: string; invoiceId: string; at: string };
  /** The customer does not want it any more: it ends then. */
  'service.cancellation-asked': { serviceId: string; customerId: string; endsAt: string };
  'service.cancellation-withdrawn': { serviceId: string; customerId: string };
  /** A change waits for this invoice. */
  'service.change-billed': { serviceId: string; customerId: string; changeId: string; invoiceId: string };
  /** It runs with its new plan and choices. */
  'service.change-done': { serviceId: string; customerId: string; changeId: string };
  /** It stays as it was; what was paid for the change is the customer's credit. */
  'service.change-refused': { serviceId: string; customerId: string; changeId: string; code: string };
  'service.change-expired': { serviceId: string; customerId: string; changeId: string };
  'operation.progressed': { operationId: string; serviceId: string; step: string; percent: number };
  'operation.completed': { operationId: string; serviceId: string; action: string };
  'operation.failed': { operationId: string; serviceId: string; action: string; code: string };
  'operation.cancelled': { operationId: string; serviceId: string; action: string };
  /** The provider cannot be reached for some time already; it is asked again until it can. */
  'operation.delayed': { operationId: string; serviceId: string; action: string; code: string };
  /** People must do something for a service; staff find it in their list of tasks. */
  'task.opened': { taskId: string; serviceId: string };
  'task.finished': { taskId: string; serviceId: string };
  /** Told once a day while so many tasks are late. */
  'tasks.overdue': { count: number };
  /** What a provider holds and what our books say differ. */
  'provider.differences-found': { installationId: string; count: number };
}

export type EventName = keyof EventMap;

export interface DomainEvent<Name extends EventName = EventName> {
  readonly id: string;
  readonly name: Name;
  readonly occurredAt: string;
  readonly data: Readonly<EventMap[Name]>;
}
