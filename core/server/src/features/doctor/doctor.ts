import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { checkIsolation, SystemDb, TenantDb } from '../../platform/database/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { billedPeriods } from './billed-periods.js';
import { creditBound } from './credit-bound.js';
import { effectsOnce } from './effects-once.js';
import type { Invariant } from './finding.js';
import { handWork } from './hand-work.js';
import { invoiceNumbers } from './invoice-numbers.js';
import { ledgerBalance } from './ledger-balance.js';
import { ledgerRows } from './ledger-rows.js';
import { legalStates } from './legal-states.js';
import { paidOnce } from './paid-once.js';
import { places } from './places.js';
import { quiescence } from './quiescence.js';

export const INVARIANTS: readonly Invariant[] = [
  ledgerBalance,
  ledgerRows,
  paidOnce,
  invoiceNumbers,
  legalStates,
  effectsOnce,
  billedPeriods,
  quiescence,
  creditBound,
  places,
  handWork,
];

/** What is about money alone: the books against the rows behind them. */
export const LEDGER_INVARIANTS: readonly Invariant[] = [ledgerBalance, ledgerRows, paidOnce, creditBound];

/** What one invariant came to over all the shops that were looked at. */
export interface Examined {
  readonly id: string;
  readonly claim: string;
  readonly tenants: number;
  readonly findings: readonly { readonly tenant: string; readonly finding: string }[];
}

/** Holds a live database against what must always be true of it. Reads only. */
@Injectable()
export class Doctor {
  constructor(
    private readonly db: TenantDb,
    private readonly system: SystemDb,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
  ) {}

  /** All shops, one after another. */
  async examine(invariants: readonly Invariant[] = INVARIANTS): Promise<readonly Examined[]> {
    const shops = await this.tenants.list();
    const examined: Examined[] = [];
    for (const invariant of invariants) {
      const found: Examined['findings'][number][] = [];
      for (const { id, slug } of shops) {
        for (const finding of await this.check(id, invariant)) found.push({ tenant: slug, finding });
      }
      examined.push({ id: invariant.id, claim: invariant.claim, tenants: shops.length, findings: found });
    }
    return examined;
  }

  /** I5: what in the schema could let one shop see another's rows. It concerns all shops at once. */
  async isolation(): Promise<Examined> {
    const [shops, faults] = await Promise.all([this.tenants.list(), checkIsolation(this.system)]);
    return {
      id: 'I5',
      claim: 'Every table keeps the shops apart',
      tenants: shops.length,
      findings: faults.map(({ rule, law, object, detail }) => ({
        tenant: 'schema',
        finding: `${rule} ${object}: ${detail} (${law})`,
      })),
    };
  }

  /** What is wrong in one shop: lines such as `I6 invoice …`. */
  async complaints(tenantId: string, invariants: readonly Invariant[] = INVARIANTS): Promise<readonly string[]> {
    const found: string[] = [];
    for (const invariant of invariants) {
      for (const finding of await this.check(tenantId, invariant)) found.push(`${invariant.id} ${finding}`);
    }
    return found;
  }

  private check(tenantId: string, invariant: Invariant): Promise<readonly string[]> {
    return this.db.run(tenantId, () => invariant.check({ db: this.db, tenantId, now: this.clock.now() }));
  }
}
