import type { TenantDb } from '../../platform/database/index.js';

/** What a check looks at: the rows of one shop, inside its transaction, at one moment. */
export interface Look {
  readonly db: TenantDb;
  readonly tenantId: string;
  readonly now: Date;
}

/** One thing that must always be true of a shop's rows. The check answers with the rows that say otherwise, the first few of them. */
export interface Invariant {
  readonly id: string;
  readonly claim: string;
  check(look: Look): Promise<readonly string[]>;
}

/** How many rows a finding names; the rest is more of the same. */
export const MOST_NAMED = 5;

/**
 * An invariant as one statement that finds what breaks it. `$1` is the tenant, `$2` the present moment where the statement
 * asks for it; each row says in `finding` what is wrong.
 */
export async function findings({ db, tenantId, now }: Look, sql: string): Promise<readonly string[]> {
  const bind = sql.includes('$2') ? [tenantId, now] : [tenantId];
  const rows = await db.query<{ finding: string }>(
    `select finding from (${sql}) as broken order by finding limit ${MOST_NAMED}`,
    bind,
  );
  return rows.map(row => row.finding);
}

/** The findings of several statements together. */
export async function allFindings(look: Look, statements: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const sql of statements) found.push(...(await findings(look, sql)));
  return found;
}
