import { allFindings, type Invariant } from './finding.js';

/** The period that was ordered ends where the first renewal begins; a single payment has none after it. */
const OVERLAPS = `
  select 'service ' || a.service_id || ' was billed twice for ' || greatest(a.starts_at, b.starts_at) as finding
  from billed_periods a
  join billed_periods b on b.tenant_id = $1 and b.service_id = a.service_id and b.starts_at > a.starts_at
  join services s on s.tenant_id = $1 and s.id = a.service_id
  where a.tenant_id = $1
    and (b.starts_at < a.ends_at or b.number <= a.number or (a.ends_at is null and (a.number > 0 or s.period->>'unit' = 'once')))`;

const FOREIGN = `
  select 'service ' || p.service_id || ' was billed with invoice ' || i.number || ', which is another customer''s' as finding
  from billed_periods p
  join services s on s.tenant_id = $1 and s.id = p.service_id
  join invoices i on i.tenant_id = $1 and i.id = p.invoice_id
  where p.tenant_id = $1 and i.customer_id <> s.customer_id`;

export const billedPeriods: Invariant = {
  id: 'I9',
  claim: 'Every period of a service is billed once, to the one who has it',
  check: look => allFindings(look, [OVERLAPS, FOREIGN]),
};
