import { contentOf, hashOf, type InvoiceRow } from '../../billing/invoices/index.js';
import { findings, MOST_NAMED, type Invariant, type Look } from './finding.js';

const BATCH = 500;

const GAPS = `
  select 'series ' || s.series || ' has ' || count(i.id) || ' invoices from ' || coalesce(min(i.sequence), 0) || ' to ' || coalesce(max(i.sequence), 0)
    || ' and counts ' || s.next || ' next' as finding
  from number_series s left join invoices i on i.tenant_id = s.tenant_id and i.series = s.series
  where s.tenant_id = $1 group by s.series, s.next
  having count(i.id) <> s.next - 1 or coalesce(max(i.sequence), 0) <> s.next - 1 or coalesce(min(i.sequence), 1) <> 1`;

export const invoiceNumbers: Invariant = {
  id: 'I6',
  claim: 'Invoice numbers have no gap, and each invoice holds the hash of the one before it',
  async check(look) {
    const gaps = await findings(look, GAPS);
    return gaps.length > 0 ? gaps : brokenChains(look);
  },
};

/** Reads every invoice again in the order of its number, some hundred at a time, and hashes what it says. */
async function brokenChains({ db, tenantId }: Look): Promise<readonly string[]> {
  const found: string[] = [];
  const all = await db.query<{ series: string; lastHash: string }>(
    'select series, last_hash from number_series where tenant_id = $1',
    [tenantId],
  );
  for (const { series, lastHash } of all) {
    let [hash, after] = ['', 0n];
    for (let rows = await batch(db, tenantId, series, after); rows.length > 0; rows = await batch(db, tenantId, series, after)) {
      for (const row of rows) {
        if (row.previousHash !== hash) found.push(`invoice ${row.number} does not hold the hash of the invoice before it`);
        if (row.hash !== hashOf(contentOf(row), row.previousHash))
          found.push(`invoice ${row.number} is not what was hashed when it was issued`);
        [hash, after] = [row.hash, row.sequence];
      }
    }
    if (hash !== lastHash) found.push(`series ${series} ends with another hash than its last invoice has`);
  }
  return found.slice(0, MOST_NAMED);
}

const batch = (db: Look['db'], tenantId: string, series: string, after: bigint): Promise<InvoiceRow[]> =>
  db.query<InvoiceRow>(
    `select * from invoices where tenant_id = $1 and series = $2 and sequence > $3 order by sequence limit ${BATCH}`,
    [tenantId, series, after],
  );
