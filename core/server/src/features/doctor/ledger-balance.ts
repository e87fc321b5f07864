import { allFindings, type Invariant } from './finding.js';
import { BALANCES, BOOKED } from './books.js';

const SUM_OF_ALL_ACCOUNTS = `
  select 'all accounts in ' || currency || ' hold ' || sum(balance) || ' together, not 0' as finding
  from (${BALANCES}) as balances group by currency having sum(balance) <> 0`;

/** A gateway holds what its payments brought, less what went back, what banks took and what it kept. */
const GATEWAYS = `
  select account || ' holds ' || -sum(balance) || ' ' || currency || '; payments, refunds, disputes and fees leave ' || sum(held) as finding
  from (
    select account, currency, balance, 0 as held from (${BALANCES}) as b where account like 'gateway:%'
    union all select 'gateway:' || installation_id, currency, 0, received_minor from (${BOOKED}) as booked
    union all select 'gateway:' || installation_id, currency, 0, -amount_minor from refunds where tenant_id = $1 and state = 'succeeded'
    union all select 'gateway:' || installation_id, currency, 0, -booked_minor from disputes where tenant_id = $1
    union all select 'gateway:' || installation_id, fee_currency, 0, -fee_minor from payments where tenant_id = $1 and fee_minor is not null
    union all select 'gateway:' || installation_id, fee_currency, 0, -fee_minor from disputes where tenant_id = $1 and fee_minor is not null
  ) as parts group by account, currency having sum(balance) <> -sum(held)`;

/** A customer's account is what the customer still has to pay. */
const CUSTOMERS = `
  select account || ' holds ' || sum(balance) || ' ' || currency || ', and the open dues are ' || sum(due) as finding
  from (
    select account, currency, balance, 0 as due from (${BALANCES}) as b where account like 'customer:%'
    union all
    select 'customer:' || customer_id, currency, 0, total_minor - paid_minor from invoices where tenant_id = $1 and state <> 'void'
  ) as parts group by account, currency having sum(balance) <> -sum(due)`;

const CREDITS = `
  select account || ' holds ' || sum(balance) || ' ' || currency || '; the customer is shown ' || sum(shown) || ', and the moves come to ' || sum(moved) as finding
  from (
    select account, currency, balance, 0 as shown, 0 as moved from (${BALANCES}) as b where account like 'credit:%'
    union all select 'credit:' || customer_id, currency, 0, balance_minor, 0 from customer_credits where tenant_id = $1
    union all select 'credit:' || customer_id, currency, 0, 0, amount_minor from credit_entries where tenant_id = $1
  ) as parts group by account, currency having sum(balance) <> sum(shown) or sum(balance) <> sum(moved)`;

/** What waits to go out, what banks hold, and what is lost to them. */
const CLEARING = `
  select account || ' holds ' || sum(balance) || ' ' || currency || ', and the rows say ' || sum(wanted) as finding
  from (
    select account, currency, balance, 0 as wanted from (${BALANCES}) as b where account in ('payouts', 'disputes', 'chargebacks')
    union all select 'payouts', currency, 0, credit_minor from refunds where tenant_id = $1 and state = 'pending'
    union all select 'disputes', currency, 0, -booked_minor from disputes where tenant_id = $1 and state = 'opened'
    union all select 'chargebacks', currency, 0, -booked_minor from disputes where tenant_id = $1 and state = 'lost'
  ) as parts group by account, currency having sum(balance) <> sum(wanted)`;

const FEES = `
  select account || ' holds ' || sum(balance) || ' ' || currency || ', and the gateway kept ' || sum(kept) as finding
  from (
    select account, currency, balance, 0 as kept from (${BALANCES}) as b where account like 'fees:%'
    union all select 'fees:' || installation_id, fee_currency, 0, fee_minor from payments where tenant_id = $1 and fee_minor is not null
    union all select 'fees:' || installation_id, fee_currency, 0, fee_minor from disputes where tenant_id = $1 and fee_minor is not null
  ) as parts group by account, currency having sum(balance) <> -sum(kept)`;

export const ledgerBalance: Invariant = {
  id: 'I1',
  claim: 'The ledger balances, and every account holds what the rows behind it say',
  check: look => allFindings(look, [SUM_OF_ALL_ACCOUNTS, GATEWAYS, CUSTOMERS, CREDITS, CLEARING, FEES]),
};
