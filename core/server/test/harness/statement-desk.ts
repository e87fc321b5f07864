import type { StatementLine, StatementReading } from '@hostwright/sdk/http';
import type { TestAnswer } from './http.js';
import type { PayingShop, TestInvoice } from './paying-shop.js';

export interface StatementRow {
  readonly text: string;
  readonly amount?: string;
  readonly day?: string;
  readonly currency?: string;
  readonly payer?: string;
}

interface Change {
  readonly name?: string;
  readonly installationId?: string;
  readonly file?: object;
}

type Rows = readonly (StatementRow | string)[];

/** A statement of a bank; a text stands for a row as it is. */
export function statementOf(rows: Rows): string {
  const lines = rows.map(row => {
    if (typeof row === 'string') return row;
    const { text, amount = '19.99', day = '2026-11-02', currency = 'EUR', payer = 'Ada Lovelace' } = row;
    return [day, payer, text, amount, currency].join(';');
  });
  return ['Date;Payer;Text;Amount;Currency', ...lines].join('\n');
}

/** What staff of a shop do with statements. */
export class StatementDesk {
  constructor(private readonly shop: PayingShop) {}

  send(rows: Rows, dryRun: boolean, { name = 'november.csv', ...change }: Change = {}): Promise<TestAnswer> {
    const content = Buffer.from(statementOf(rows)).toString('base64');
    const file = { name, encoding: 'base64', content };
    return this.shop.asStaff('POST /api/admin/statements', { body: { installationId: this.shop.bank, dryRun, file, ...change } });
  }

  rehearse(rows: Rows, change?: Change): Promise<StatementReading> {
    return this.reading(rows, true, change);
  }

  perform(rows: Rows, change?: Change): Promise<StatementReading> {
    return this.reading(rows, false, change);
  }

  async lines(query = ''): Promise<StatementLine[]> {
    return (await this.shop.asStaff(`GET /api/admin/statement-lines?${query}`)).json<{ items: StatementLine[] }>().items;
  }

  match({ id }: Pick<StatementLine, 'id'>, invoice: Pick<TestInvoice, 'id'>): Promise<TestAnswer> {
    return this.shop.asStaff(`POST /api/admin/statement-lines/${id}/match`, { body: { invoiceId: invoice.id } });
  }

  dismiss({ id }: Pick<StatementLine, 'id'>): Promise<TestAnswer> {
    return this.shop.asStaff(`POST /api/admin/statement-lines/${id}/dismiss`);
  }

  /** Everything that an import may write. */
  async written(): Promise<unknown> {
    const tables = ['statements', 'statement_lines', 'payments', 'invoices', 'ledger_postings', 'audit_entries', 'events'];
    return Promise.all(tables.map(async table => [table, await this.shop.rows(`select * from ${table}`)]));
  }

  private async reading(rows: Rows, dryRun: boolean, change?: Change): Promise<StatementReading> {
    const { status, text, json } = await this.send(rows, dryRun, change);
    if (status !== 200) throw new Error(`The statement was refused: ${text}`);
    return json<StatementReading>();
  }
}

export const verdictsOf = ({ lines }: StatementReading): string[] => lines.map(({ verdict }) => verdict);
