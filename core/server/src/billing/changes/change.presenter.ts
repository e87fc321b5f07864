import { money, moneyToJson } from '@hostwright/sdk';
import type { ChangePreview, ServiceChange } from '@hostwright/sdk/http';
import type { InvoiceRow } from '../invoices/index.js';
import { due } from '../invoices/index.js';
import { presentLine } from '../quotes/index.js';
import type { ServiceRow } from '../services/index.js';
import type { PricedChange, WantedChange } from './change-prices.js';
import type { ChangeRow } from './change-rows.js';

interface Offer {
  readonly wanted: WantedChange;
  readonly service: Pick<ServiceRow, 'period' | 'currency'>;
  readonly at: Date;
  readonly token: string | null;
  readonly expiresAt: Date | null;
}

export function presentPreview(change: PricedChange, { wanted, service, at, token, expiresAt }: Offer): ChangePreview {
  const until = change.until?.toISOString() ?? null;
  const { period, currency } = service;
  return {
    planId: wanted.planId,
    planName: change.priced.plan.name,
    selection: { ...wanted.selection },
    period,
    now: change.now.map(presentLine),
    then: change.then.map(presentLine),
    renewal: { now: moneyToJson(change.renewal.now), then: moneyToJson(change.renewal.then) },
    due: {
      lines: change.due.map(({ amountMinor, ...line }) => ({ ...line, amount: moneyToJson(money(amountMinor, currency)) })),
      total: moneyToJson(change.dueTotal),
      from: at.toISOString(),
      until,
    },
    renewsFrom: until,
    problems: change.problems.map(problem => ({ ...problem })),
    token,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

export function presentChange(row: ChangeRow, invoice: InvoiceRow | undefined): ServiceChange {
  const amount = (minor: bigint) => moneyToJson(money(minor, row.currency));
  return {
    id: row.id,
    serviceId: row.serviceId,
    state: row.state,
    planId: row.planId,
    planName: row.planName,
    selection: { ...row.selection },
    facts: row.facts.map(({ label, value }) => ({ label, value })),
    renewal: { now: amount(row.beforeMinor), then: amount(row.recurringMinor) },
    due: amount(row.dueMinor),
    invoice: invoice ? { id: invoice.id, number: invoice.number, state: invoice.state, due: moneyToJson(due(invoice)) } : null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    orderedBy: row.orderedBy,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
