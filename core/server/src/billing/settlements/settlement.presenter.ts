import { money, moneyToJson } from '@hostwright/sdk';
import type { MoneyAnswer, SettlementDifference, SettlementRun } from '@hostwright/sdk/http';
import type { DifferenceRow } from './difference-rows.js';
import type { RunRow } from './run-rows.js';

export const presentDifference = (row: DifferenceRow, gateway: string): SettlementDifference => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  installationId: row.installationId,
  gateway,
  reference: row.reference,
  payment: row.paymentId === null ? null : { id: row.paymentId, invoiceId: row.invoiceId!, invoiceNumber: row.invoiceNumber! },
  ours: sum(row.oursMinor, row.oursCurrency),
  theirs: sum(row.theirsMinor, row.theirsCurrency),
  note: row.note,
  firstSeenAt: row.firstSeenAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
});

export const presentRun = (row: RunRow, gateway: string): SettlementRun => ({
  id: row.id,
  installationId: row.installationId,
  gateway,
  state: row.state,
  from: row.fromAt.toISOString(),
  until: row.untilAt.toISOString(),
  compared: row.compared,
  differences: row.differences,
  problem: row.problem,
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

const sum = (minor: bigint | null, currency: string | null): MoneyAnswer | null =>
  minor === null || currency === null ? null : moneyToJson(money(minor, currency));
