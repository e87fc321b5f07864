import { allFindings, type Invariant } from './finding.js';

const told = (event: string, key: string, id: string): string =>
  `exists (select 1 from events e where e.tenant_id = $1 and e.name = '${event}' and e.data->>'${key}' = ${id}::text)`;

const INVOICES = `
  select 'invoice ' || i.number || ' is ' || i.state || ' with ' || i.paid_minor || ' of ' || i.total_minor || ' paid' as finding
  from invoices i where i.tenant_id = $1 and case
    when i.state = 'paid' then i.paid_minor <> i.total_minor or i.paid_at is null or not ${told('invoice.paid', 'invoiceId', 'i.id')}
    when i.state in ('open', 'overdue') then i.paid_minor >= i.total_minor or i.paid_at is not null
    when i.state = 'refunded' then i.refunded_minor <> i.total_minor or i.paid_minor <> i.total_minor
    when i.state = 'void' then i.paid_minor > 0
    else false end`;

const NOT_ISSUED = `
  select 'invoice ' || i.number || ' was never announced' as finding
  from invoices i where i.tenant_id = $1 and not ${told('invoice.issued', 'invoiceId', 'i.id')}`;

const PAYMENTS = `
  select 'payment ' || p.id || ' is ' || p.state || case when p.settled_at is null then ' and not settled' else ' and settled' end as finding
  from payments p where p.tenant_id = $1 and case
    when p.state = 'succeeded' then p.received_minor is null or p.settled_at is null
      or (p.received_minor > 0 and p.received_currency = p.currency and not ${told('payment.succeeded', 'paymentId', 'p.id')})
    when p.state in ('declined', 'cancelled', 'failed') then p.settled_at is null or p.received_minor is not null
    else p.settled_at is not null or p.received_minor is not null end`;

const REFUNDS = `
  select 'refund ' || r.id || ' is ' || r.state || case when r.settled_at is null then ' and not settled' else ' and settled' end as finding
  from refunds r left join credit_notes n on n.tenant_id = r.tenant_id and n.id = r.credit_note_id
  where r.tenant_id = $1 and case r.state
    when 'succeeded' then r.settled_at is null or not ${told('payment.refunded', 'refundId', 'r.id')} or n.state = 'void'
    when 'failed' then r.settled_at is null or not ${told('payment.refund-failed', 'refundId', 'r.id')} or n.state = 'issued'
    else r.settled_at is not null or n.id is not null end`;

const DISPUTES = `
  select 'dispute ' || d.id || ' is ' || d.state || case when d.closed_at is null then ' and not closed' else ' and closed' end as finding
  from disputes d where d.tenant_id = $1 and ((d.state = 'opened') <> (d.closed_at is null) or d.state = 'won' and d.booked_minor > 0)`;

const ORDERS = `
  select 'order ' || o.number || ' is ' || o.state || ' and its invoice ' || coalesce(i.state, 'is missing') as finding
  from orders o left join invoices i on i.tenant_id = o.tenant_id and i.order_id = o.id
  where o.tenant_id = $1 and (i.id is null or (o.state in ('paid', 'completed') and i.state not in ('paid', 'refunded')))`;

const UNPAID_SERVICES = `
  select 'service ' || s.id || ' is ' || s.state || ' and its invoice ' || i.state as finding
  from services s join invoices i on i.tenant_id = s.tenant_id and i.id = s.invoice_id
  where s.tenant_id = $1 and s.state in ('provisioning', 'active') and i.state not in ('paid', 'refunded')`;

const SERVICES = `
  select 'service ' || s.id || ' is ' || s.state || ', and its last creation ' || coalesce(o.state, 'never began') as finding
  from services s
  left join lateral (
    select state from service_operations where tenant_id = $1 and service_id = s.id and kind = 'create' order by sequence desc limit 1
  ) as o on true
  where s.tenant_id = $1 and case s.state
    when 'pending' then o.state is not null
    when 'provisioning' then coalesce(o.state, '') not in ('waiting', 'started', 'creating', 'unknown')
    when 'active' then coalesce(o.state, '') <> 'succeeded' or s.anchor_at is null or s.suspended_at is not null
    when 'suspended' then coalesce(o.state, '') <> 'succeeded' or s.anchor_at is null or s.suspended_at is null
    when 'failed' then coalesce(o.state, '') not in ('failed', 'cancelled')
    when 'terminated' then s.external_id is not null or s.password_sealed is not null or not ${told('service.terminated', 'serviceId', 's.id')}
    else false end`;

const ENDED_OPERATIONS = `
  select 'operation ' || o.id || ' is ' || o.state || case when o.finished_at is null then ' and never ended' else ' and has ended' end as finding
  from service_operations o
  where o.tenant_id = $1 and (o.state in ('succeeded', 'failed', 'cancelled')) <> (o.finished_at is not null)`;

/** What a change promised is what was billed, and a bill that nobody has to pay has no change left. */
const CHANGES = `
  select 'change ' || c.id || ' is ' || c.state || ' over ' || c.due_minor || ', and its invoice ' || coalesce(i.state || ' over ' || i.total_minor, 'is missing') as finding
  from service_changes c left join invoices i on i.tenant_id = c.tenant_id and i.id = c.invoice_id
  where c.tenant_id = $1 and ((c.due_minor > 0) <> (i.id is not null) or i.total_minor <> c.due_minor or case c.state
    when 'done' then coalesce(i.state, 'paid') not in ('paid', 'refunded')
    when 'expired' then coalesce(i.state, '') <> 'void'
    when 'refused' then coalesce(i.state, 'refunded') <> 'refunded' and i.disputed_minor = 0
    else false end or (c.state in ('waiting', 'under-way')) <> (c.finished_at is null))`;

const CARTS = `
  select 'cart ' || c.id || ' is ' || c.state || case when o.id is null then ' without an order' else ' with order ' || o.number end as finding
  from carts c left join orders o on o.tenant_id = c.tenant_id and o.cart_id = c.id
  where c.tenant_id = $1 and (c.state = 'ordered') <> (o.id is not null)`;

export const legalStates: Invariant = {
  id: 'I7',
  claim: 'Every state is one that its own history leads to',
  check: look =>
    allFindings(look, [
      INVOICES,
      NOT_ISSUED,
      PAYMENTS,
      REFUNDS,
      DISPUTES,
      ORDERS,
      UNPAID_SERVICES,
      SERVICES,
      ENDED_OPERATIONS,
      CARTS,
      CHANGES,
    ]),
};
