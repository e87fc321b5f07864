import { allFindings, type Invariant } from './finding.js';

/** Nothing is owed to a gateway, and no customer's account holds less than what is still due. */
const GATEWAYS = `
  select account || ' was given ' || balance || ' ' || currency || ' more than it brought' as finding from (
    select account, currency, sum(amount)::bigint as balance from (
      select destination as account, currency, amount_minor as amount from ledger_postings where tenant_id = $1
      union all select source, currency, -amount_minor from ledger_postings where tenant_id = $1
    ) as moves where account like 'gateway:%' group by account, currency
  ) as balances where balance > 0`;

const PAYMENTS = `
  select 'payment ' || split_part(reference, ':', 2) || ' gave back ' || given || ' of ' || received as finding from (
    select reference, coalesce(sum(amount_minor) filter (where source like 'gateway:%'), 0) as received,
      coalesce(sum(amount_minor) filter (where destination like 'gateway:%'), 0) as given
    from ledger_postings where tenant_id = $1 and reference like 'payment:%' group by reference
  ) as sums where given > received`;

const CREDIT = `
  select 'customer ' || customer_id || ' has a credit of ' || sum(received_minor - applied_minor) || ' ' || currency as finding
  from payments where tenant_id = $1 and state = 'succeeded' and received_currency = currency
  group by customer_id, currency having sum(received_minor - applied_minor) < 0`;

export const creditBound: Invariant = {
  id: 'I11',
  claim: 'Nothing gives back more than it brought, and no credit is negative',
  check: look => allFindings(look, [GATEWAYS, PAYMENTS, CREDIT]),
};
