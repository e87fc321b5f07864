import { contentOf, hashOf, type InvoiceRow } from '../../billing/invoices/index.js';
import { creditNoteContent, type CreditNoteRow } from '../../billing/refunds/index.js';
import { findings, MOST_NAMED, type Invariant, type Look } from './finding.js';

const BATCH = 500;

/** Invoices and credit notes count in series of their own, in one table of counters. */
const GAPS = `
  select 'series ' || s.series || ' has ' || count(d.sequence) || ' documents from ' || coalesce(min(d.sequence), 0) || ' to ' || coalesce(max(d.sequence), 0)
    || ' and counts ' || s.next || ' next' as finding
  from number_series s
  left join (
    select series, sequence from invoices where tenant_id = $1 union all select series, sequence from credit_notes where tenant_id = $1
  ) as d on d.series = s.series
  where s.tenant_id = $1 group by s.series, s.next
  having count(d.sequence) <> s.next - 1 or coalesce(max(d.sequence), 0) <> s.next - 1 or coalesce(min(d.sequence), 1) <> 1`;

export const invoiceNumbers: Invariant = {
  id: 'I6',
  claim: 'Numbers of invoices and credit notes have no gap, and each holds the hash of the one before it',
  async check(look) {
    const gaps = await findings(look, GAPS);
    return gaps.length > 0 ? gaps : brokenChains(look);
  },
};

interface Link {
  readonly number: string;
  readonly sequence: bigint;
  readonly previousHash: string;
  readonly hash: string;
  /** What the content comes to when it is hashed again. */
  readonly found: string;
}

/** Reads every document again in the order of its number, some hundred at a time, and hashes what it says. */
async function brokenChains(look: Look): Promise<readonly string[]> {
  const found: string[] = [];
  const all = await look.db.query<{ series: string; lastHash: string }>(
    'select series, last_hash from number_series where tenant_id = $1',
    [look.tenantId],
  );
  for (const { series, lastHash } of all) {
    const isOfInvoices = (await invoices(look, series, 0n)).length > 0;
    const next = isOfInvoices ? invoices : creditNotes;
    const what = isOfInvoices ? 'invoice' : 'credit note';
    let [hash, after] = ['', 0n];
    for (let links = await next(look, series, after); links.length > 0; links = await next(look, series, after)) {
      for (const link of links) {
        if (link.previousHash !== hash) found.push(`${what} ${link.number} does not hold the hash of the ${what} before it`);
        if (link.hash !== link.found) found.push(`${what} ${link.number} is not what was hashed when it was issued`);
        [hash, after] = [link.hash, link.sequence];
      }
    }
    if (hash !== lastHash) found.push(`series ${series} ends with another hash than its last ${what} has`);
  }
  return found.slice(0, MOST_NAMED);
}

async function invoices(look: Look, series: string, after: bigint): Promise<Link[]> {
  const rows = await batch<InvoiceRow>(look, 'invoices', series, after);
  return rows.map(row => ({ ...row, found: hashOf(contentOf(row), row.previousHash) }));
}

async function creditNotes(look: Look, series: string, after: bigint): Promise<Link[]> {
  const rows = await batch<CreditNoteRow>(look, 'credit_notes', series, after);
  return rows.map(row => ({ ...row, found: hashOf(creditNoteContent(row), row.previousHash) }));
}

const batch = <Row extends object>(
  { db, tenantId }: Look,
  table: 'invoices' | 'credit_notes',
  series: string,
  after: bigint,
): Promise<Row[]> =>
  db.query<Row>(
    `select * from ${table} where tenant_id = $1 and series = $2 and sequence > $3 order by sequence limit ${BATCH}`,
    [tenantId, series, after],
  );
