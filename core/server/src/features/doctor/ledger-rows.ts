import { allFindings, type Invariant } from './finding.js';
import { BOOKED, movedUnder } from './books.js';

/** A row and what the ledger moved for it, where they differ. */
const differing = (row: string, told: string, rows: string, key: string, accounts: string, wanted: string): string => `
  select ${row} || ' ${told} ' || (${wanted}) || ', and the ledger says ' || coalesce(l.moved, 0) as finding
  from ${rows} left join (${movedUnder(accounts)}) as l on l.reference = ${key}
  where (${wanted}) <> coalesce(l.moved, 0)`;

const INVOICES = `
  select 'invoice ' || i.number || ' asks for ' || i.total_minor || ', and the ledger took ' || coalesce(l.taken, 0) || ' for it' as finding
  from invoices i
  left join (
    select reference, sum(amount_minor)::bigint as taken from ledger_postings where tenant_id = $1 and source like 'customer:%' group by reference
  ) as l on l.reference = 'invoice:' || i.id
  where i.tenant_id = $1 and i.state <> 'void' and coalesce(l.taken, 0) <> i.total_minor`;

const PAYMENTS = `
  select 'payment ' || p.id || ' received ' || p.received_minor || ', and the ledger booked ' || coalesce(l.booked, 0) as finding
  from (${BOOKED}) as p
  left join (
    select reference, sum(amount_minor)::bigint as booked from ledger_postings where tenant_id = $1 and source like 'gateway:%' group by reference
  ) as l on l.reference = 'payment:' || p.id
  where coalesce(l.booked, 0) <> p.received_minor`;

const PAYMENT_FEES = differing(
  `'payment ' || p.id`,
  'cost',
  `(select * from payments where tenant_id = $1) as p`,
  `'payment:' || p.id`,
  'fees:%',
  '-coalesce(p.fee_minor, 0)',
);

const REFUNDS = differing(
  `'refund ' || r.id`,
  `gave back`,
  `(select * from refunds where tenant_id = $1) as r`,
  `'refund:' || r.id`,
  'gateway:%',
  `case when r.state = 'succeeded' then r.amount_minor else 0 end`,
);

const CREDIT_NOTES = `
  select 'credit note ' || n.number || ' is ' || n.state || ' over ' || n.total_minor || ', and the ledger gave ' || coalesce(l.given, 0) as finding
  from credit_notes n
  left join (
    select reference, sum(amount)::bigint as given from (
      select reference, amount_minor as amount from ledger_postings where tenant_id = $1 and (source = 'refunds' or source like 'tax:%')
      union all
      select reference, -amount_minor from ledger_postings where tenant_id = $1 and (destination = 'refunds' or destination like 'tax:%')
    ) as moves group by reference
  ) as l on l.reference = 'refund:' || n.refund_id
  where n.tenant_id = $1 and coalesce(l.given, 0) <> case when n.state = 'issued' then n.total_minor else 0 end`;

const DISPUTES = differing(
  `'dispute ' || d.id`,
  'took',
  `(select * from disputes where tenant_id = $1) as d`,
  `'dispute:' || d.id`,
  'gateway:%',
  'd.booked_minor + coalesce(d.fee_minor, 0)',
);

/** Postings that no row stands behind. */
const ORPHANS = `
  select 'the posting ' || l.id || ' is about ' || l.reference || ', which is not there' as finding
  from ledger_postings l
  where l.tenant_id = $1 and not case split_part(l.reference, ':', 1)
    when 'invoice' then exists (select 1 from invoices i where i.tenant_id = $1 and 'invoice:' || i.id = l.reference)
    when 'payment' then exists (select 1 from payments p where p.tenant_id = $1 and 'payment:' || p.id = l.reference)
    when 'refund' then exists (select 1 from refunds r where r.tenant_id = $1 and 'refund:' || r.id = l.reference)
      or exists (select 1 from credit_notes n where n.tenant_id = $1 and 'refund:' || n.refund_id = l.reference)
    when 'dispute' then exists (select 1 from disputes d where d.tenant_id = $1 and 'dispute:' || d.id = l.reference)
    else false end`;

export const ledgerRows: Invariant = {
  id: 'I1',
  claim: 'Every invoice, payment, refund, credit note and dispute is in the ledger as it stands',
  check: look => allFindings(look, [INVOICES, PAYMENTS, PAYMENT_FEES, REFUNDS, CREDIT_NOTES, DISPUTES, ORPHANS]),
};
