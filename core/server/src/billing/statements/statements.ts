import { Injectable } from '@nestjs/common';
import { PluginFailure, type PaymentGateway, type Statement as ReadingOfFile, type StatementFile } from '@hostwright/sdk';
import type { ReadStatement, Statement, StatementReading } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { pageOf, Problem } from '../../platform/http/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { fileOf } from './statement-file.js';
import { StatementImport, type Importer } from './statement-import.js';
import { StatementNames } from './statement-names.js';
import { invoiceIdOf, presentReading, presentStatement } from './statement.presenter.js';
import { StatementRows } from './statement-rows.js';

/** Account statements: what a file holds, what importing it does, and which were imported. */
@Injectable()
export class Statements {
  constructor(
    private readonly db: TenantDb,
    private readonly plugins: Plugins,
    private readonly imports: StatementImport,
    private readonly rows: StatementRows,
    private readonly names: StatementNames,
  ) {}

  async read(
    tenantId: string,
    { installationId, dryRun, file: sent }: ReadStatement,
    importer: Importer,
  ): Promise<StatementReading> {
    const file = fileOf(sent);
    const statement = await this.translate(tenantId, installationId, file);
    const { statementId, lines, faults } = dryRun
      ? await this.imports.rehearse(tenantId, installationId, file, statement)
      : await this.imports.perform(tenantId, installationId, file, statement, importer);
    const names = await this.db.run(tenantId, () => this.names.of(tenantId, lines.map(invoiceIdOf)));
    return {
      dryRun,
      statementId: statementId ?? null,
      lines: lines.map(line => presentReading(line, names)),
      faults: faults.map(fault => ({ ...fault })),
    };
  }

  async list(
    tenantId: string,
    query: { readonly installationId?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: Statement[]; next: string | null }> {
    return this.db.run(tenantId, async () => {
      const found = await this.rows.statements(query.installationId, query.cursor, query.limit);
      const { rows, next } = pageOf(found, query.limit);
      const gateways = await this.names.gateways(tenantId);
      return { items: rows.map(row => presentStatement(row, gateways)), next };
    });
  }

  private async translate(tenantId: string, installationId: string, file: StatementFile): Promise<ReadingOfFile> {
    const { loaded, calls } = await this.plugins.object(tenantId, installationId);
    if (loaded.manifest.kind !== 'payment-gateway') throw new Problem('not-found');
    if (!loaded.manifest.capabilities?.includes('statement'))
      throw Problem.field('installationId', 'must be a way to pay that reads statements', 'no-statements');
    try {
      return await (calls() as PaymentGateway).readStatement!(file);
    } catch (error) {
      // The plugin's word that this file, with these settings, cannot be read; anything else is a fault of its own.
      if (!(error instanceof PluginFailure) || error.kind !== 'final') throw error;
      throw new Problem('statement-unreadable', error.publicMessage ?? error.message);
    }
  }
}
