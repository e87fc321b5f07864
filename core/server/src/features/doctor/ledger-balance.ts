import { allFindings, type Invariant } from './finding.js';

/** What each account holds: what was given to it less what was taken. */
const BALANCES = `select account, currency, sum(amount)::bigint as balance from (
    select destination as account, currency, amount_minor as amount from ledger_postings where tenant_id = $1
    union all
    select source, currency, -amount_minor from ledger_postings where tenant_id = $1
  ) as moves group by account, currency`;

/** Payments whose money is in the ledger: taken, and in the currency of their invoice. */
const BOOKED = `select * from payments where tenant_id = $1 and state = 'succeeded' and received_minor > 0 and received_currency = currency`;

const SUM_OF_ALL_ACCOUNTS = `
  select 'all accounts in ' || currency || ' hold ' || sum(balance) || ' together, not 0' as finding
  from (${BALANCES}) as balances group by currency having sum(balance) <> 0`;

const GATEWAYS = `
  select coalesce(l.account, p.account) || ' holds ' || coalesce(l.balance, 0) || ' ' || coalesce(l.currency, p.currency)
    || ', and its payments brought ' || coalesce(p.received, 0) as finding
  from (select * from (${BALANCES}) as b where account like 'gateway:%') as l
  full join (select 'gateway:' || installation_id as account, currency, sum(received_minor)::bigint as received from (${BOOKED}) as booked group by 1, 2) as p
    on p.account = l.account and p.currency = l.currency
  where coalesce(l.balance, 0) <> -coalesce(p.received, 0)`;

/** A customer's account is what was received less what was invoiced: the surplus of payments less what is still due. */
const CUSTOMERS = `
  select account || ' holds ' || holds || ' ' || currency || '; surplus ' || surplus || ' less open dues ' || due || ' would be ' || (surplus - due) as finding
  from (
    select account, currency, sum(balance)::bigint as holds, sum(due)::bigint as due, sum(surplus)::bigint as surplus from (
      select account, currency, balance, 0 as due, 0 as surplus from (${BALANCES}) as b where account like 'customer:%'
      union all
      select 'customer:' || customer_id, currency, 0, total_minor - paid_minor, 0 from invoices where tenant_id = $1 and state <> 'void'
      union all
      select 'customer:' || customer_id, currency, 0, 0, received_minor - applied_minor from (${BOOKED}) as booked
    ) as parts group by account, currency
  ) as sums where holds <> surplus - due`;

const INVOICES_IN_LEDGER = `
  select 'invoice ' || i.number || ' asks for ' || i.total_minor || ', and the ledger took ' || coalesce(l.taken, 0) || ' for it' as finding
  from invoices i
  left join (
    select reference, sum(amount_minor)::bigint as taken from ledger_postings where tenant_id = $1 and source like 'customer:%' group by reference
  ) as l on l.reference = 'invoice:' || i.id
  where i.tenant_id = $1 and i.state <> 'void' and coalesce(l.taken, 0) <> i.total_minor`;

const PAYMENTS_IN_LEDGER = `
  select 'payment ' || p.id || ' received ' || p.received_minor || ', and the ledger booked ' || coalesce(l.booked, 0) as finding
  from (${BOOKED}) as p
  left join (
    select reference, sum(amount_minor)::bigint as booked from ledger_postings where tenant_id = $1 and source like 'gateway:%' group by reference
  ) as l on l.reference = 'payment:' || p.id
  where coalesce(l.booked, 0) <> p.received_minor`;

export const ledgerBalance: Invariant = {
  id: 'I1',
  claim: 'The ledger balances, and invoices, payments and accounts agree with it',
  check: look => allFindings(look, [SUM_OF_ALL_ACCOUNTS, GATEWAYS, CUSTOMERS, INVOICES_IN_LEDGER, PAYMENTS_IN_LEDGER]),
};
