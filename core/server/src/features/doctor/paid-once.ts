import { allFindings, type Invariant } from './finding.js';

const APPLIED = `
  select 'invoice ' || i.number || ' says ' || i.paid_minor || ' paid; its payments applied ' || coalesce(sum(p.applied_minor), 0) as finding
  from invoices i left join payments p on p.tenant_id = i.tenant_id and p.invoice_id = i.id
  where i.tenant_id = $1 group by i.id, i.number, i.paid_minor having i.paid_minor <> coalesce(sum(p.applied_minor), 0)`;

const OVERPAID = `
  select 'invoice ' || number || ' of ' || total_minor || ' took ' || paid_minor as finding
  from invoices where tenant_id = $1 and paid_minor > total_minor`;

const MORE_APPLIED_THAN_RECEIVED = `
  select 'payment ' || id || ' applied ' || applied_minor || ' of ' || coalesce(received_minor, 0) || ' received' as finding
  from payments where tenant_id = $1 and applied_minor > coalesce(received_minor, 0)`;

const PAID_TWICE = `
  select 'invoice ' || (data->>'invoiceId') || ' was paid ' || count(*) || ' times' as finding
  from events where tenant_id = $1 and name = 'invoice.paid' group by data->>'invoiceId' having count(*) > 1`;

const SUCCEEDED_TWICE = `
  select 'payment ' || (data->>'paymentId') || ' succeeded ' || count(*) || ' times' as finding
  from events where tenant_id = $1 and name = 'payment.succeeded' group by data->>'paymentId' having count(*) > 1`;

export const paidOnce: Invariant = {
  id: 'I2',
  claim: 'No invoice is paid twice, and no payment gives more than it brought',
  check: look => allFindings(look, [APPLIED, OVERPAID, MORE_APPLIED_THAN_RECEIVED, PAID_TWICE, SUCCEEDED_TWICE]),
};
