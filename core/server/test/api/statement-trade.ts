import type { StatementLine, StatementReading } from '@hostwright/sdk/http';
import { expectStatus, type Shop } from '../harness/shop.js';

const COLUMNS = 'Date;Payer;Text;Amount;Currency';

/** A statement that no invoice answers to; the shop's own name stands in it. */
export function aStatement(shop: Shop, dryRun: boolean): Readonly<Record<string, unknown>> {
  const content = `${COLUMNS}\n2026-11-02;${shop.tenant.name};thanks!;19.99;EUR`;
  return { installationId: shop.bank, dryRun, file: { name: `${shop.tenant.name}.csv`, encoding: 'text', content } };
}

/** An imported statement and the booking in it that waits for staff. */
export async function aStatementTrade(shop: Shop): Promise<{ readonly statementId: string; readonly lineId: string }> {
  const done = expectStatus(await shop.asOwner('POST /api/admin/statements', { body: aStatement(shop, false) }), 200);
  const { statementId } = done.json<StatementReading>();
  const lines = await shop.asOwner(`GET /api/admin/statement-lines?statementId=${statementId}`);
  const [line] = expectStatus(lines, 200).json<{ items: StatementLine[] }>().items;
  return { statementId: statementId!, lineId: line!.id };
}
