import { allFindings, type Invariant } from './finding.js';

const BOUND = `
  select 'payment ' || id || ' gave back ' || refunded_minor || ' and lost ' || disputed_minor || ' of ' || coalesce(received_minor, 0) as finding
  from payments where tenant_id = $1 and refunded_minor + disputed_minor > coalesce(received_minor, 0)`;

const REFUNDED = `
  select 'payment ' || p.id || ' says ' || p.refunded_minor || ' refunded; its refunds come to ' || coalesce(r.back, 0) as finding
  from payments p
  left join (
    select payment_id, sum(amount_minor)::bigint as back from refunds where tenant_id = $1 and state in ('pending', 'succeeded') group by payment_id
  ) as r on r.payment_id = p.id
  where p.tenant_id = $1 and p.refunded_minor <> coalesce(r.back, 0)`;

const DISPUTED = `
  select 'payment ' || p.id || ' says ' || p.disputed_minor || ' disputed; its disputes come to ' || coalesce(d.held, 0) as finding
  from payments p
  left join (select payment_id, sum(booked_minor)::bigint as held from disputes where tenant_id = $1 group by payment_id) as d on d.payment_id = p.id
  where p.tenant_id = $1 and p.disputed_minor <> coalesce(d.held, 0)`;

const INVOICES = `
  select 'invoice ' || i.number || ' says ' || i.refunded_minor || ' refunded and ' || i.disputed_minor || ' disputed; credit notes come to '
    || coalesce(n.credited, 0) || ' and disputes to ' || coalesce(d.held, 0) as finding
  from invoices i
  left join (
    select invoice_id, sum(total_minor)::bigint as credited from credit_notes where tenant_id = $1 and state = 'issued' group by invoice_id
  ) as n on n.invoice_id = i.id
  left join (select invoice_id, sum(booked_minor)::bigint as held from disputes where tenant_id = $1 group by invoice_id) as d on d.invoice_id = i.id
  where i.tenant_id = $1 and (i.refunded_minor <> coalesce(n.credited, 0) or i.disputed_minor <> coalesce(d.held, 0) or i.refunded_minor > i.paid_minor)`;

const CREDIT = `
  select 'customer ' || customer_id || ' has a credit of ' || balance_minor || ' ' || currency as finding
  from customer_credits where tenant_id = $1 and balance_minor < 0`;

export const creditBound: Invariant = {
  id: 'I11',
  claim: 'Nothing gives back more than it brought, and no credit is negative',
  check: look => allFindings(look, [BOUND, REFUNDED, DISPUTED, INVOICES, CREDIT]),
};
