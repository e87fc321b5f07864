/** What each account holds: what was given to it less what was taken. */
export const BALANCES = `select account, currency, sum(amount)::bigint as balance from (
    select destination as account, currency, amount_minor as amount from ledger_postings where tenant_id = $1
    union all
    select source, currency, -amount_minor from ledger_postings where tenant_id = $1
  ) as moves group by account, currency`;

/** Payments whose money is in the ledger: taken, and in the currency of their invoice. */
export const BOOKED = `select * from payments where tenant_id = $1 and state = 'succeeded' and received_minor > 0 and received_currency = currency`;

/** What accounts of a kind were given under each reference, less what was taken from them. */
export const movedUnder = (accounts: string): string => `
  select reference, sum(amount)::bigint as moved from (
    select reference, amount_minor as amount from ledger_postings where tenant_id = $1 and destination like '${accounts}'
    union all
    select reference, -amount_minor from ledger_postings where tenant_id = $1 and source like '${accounts}'
  ) as moves group by reference`;
