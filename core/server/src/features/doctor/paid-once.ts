import { allFindings, type Invariant } from './finding.js';
import { BOOKED } from './books.js';

/** What payments and credit put into an invoice is what it says it was paid. */
const APPLIED = `
  select 'invoice ' || i.number || ' says ' || i.paid_minor || ' paid; payments applied ' || coalesce(p.applied, 0) || ' and credit ' || coalesce(c.applied, 0) as finding
  from invoices i
  left join (select invoice_id, sum(applied_minor)::bigint as applied from payments where tenant_id = $1 group by invoice_id) as p on p.invoice_id = i.id
  left join (
    select invoice_id, -sum(amount_minor)::bigint as applied from credit_entries where tenant_id = $1 and kind = 'payment' group by invoice_id
  ) as c on c.invoice_id = i.id
  where i.tenant_id = $1 and i.paid_minor <> coalesce(p.applied, 0) + coalesce(c.applied, 0)`;

const OVERPAID = `
  select 'invoice ' || number || ' of ' || total_minor || ' took ' || paid_minor as finding
  from invoices where tenant_id = $1 and paid_minor > total_minor`;

const MORE_APPLIED_THAN_RECEIVED = `
  select 'payment ' || id || ' applied ' || applied_minor || ' of ' || coalesce(received_minor, 0) || ' received' as finding
  from payments where tenant_id = $1 and applied_minor > coalesce(received_minor, 0)`;

/** Money that arrived is in the invoice, or credit, or went back: nothing else becomes of it. */
const WHEREABOUTS = `
  select 'payment ' || p.id || ' received ' || p.received_minor || '; ' || p.applied_minor || ' went into the invoice, '
    || coalesce(c.credit, 0) || ' is credit and ' || coalesce(r.back, 0) || ' went back past it' as finding
  from (${BOOKED}) as p
  left join (
    select payment_id, sum(amount_minor)::bigint as credit from credit_entries where tenant_id = $1 and payment_id is not null group by payment_id
  ) as c on c.payment_id = p.id
  left join (
    select payment_id, sum(credit_minor + case when state = 'succeeded' and credit_note_id is null then amount_minor - credit_minor else 0 end)::bigint as back
    from refunds where tenant_id = $1 and state in ('pending', 'succeeded') group by payment_id
  ) as r on r.payment_id = p.id
  where p.received_minor <> p.applied_minor + coalesce(c.credit, 0) + coalesce(r.back, 0)`;

const PAID_TWICE = `
  select 'invoice ' || (data->>'invoiceId') || ' was paid ' || count(*) || ' times' as finding
  from events where tenant_id = $1 and name = 'invoice.paid' group by data->>'invoiceId' having count(*) > 1`;

const SUCCEEDED_TWICE = `
  select 'payment ' || (data->>'paymentId') || ' succeeded ' || count(*) || ' times' as finding
  from events where tenant_id = $1 and name = 'payment.succeeded' group by data->>'paymentId' having count(*) > 1`;

export const paidOnce: Invariant = {
  id: 'I2',
  claim: 'No invoice is paid twice, and no payment gives more than it brought',
  check: look => allFindings(look, [APPLIED, OVERPAID, MORE_APPLIED_THAN_RECEIVED, WHEREABOUTS, PAID_TWICE, SUCCEEDED_TWICE]),
};
