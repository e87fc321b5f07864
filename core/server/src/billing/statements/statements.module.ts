import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { PaymentsModule } from '../payments/index.js';
import { StatementImport } from './statement-import.js';
import { StatementLines } from './statement-lines.js';
import { StatementNames } from './statement-names.js';
import { StatementPlan } from './statement-plan.js';
import { StatementRows } from './statement-rows.js';
import { Statements } from './statements.js';
import { StatementsController } from './statements.controller.js';

@Module({
  imports: [AuditModule, InvoicesModule, PaymentsModule],
  controllers: [StatementsController],
  providers: [StatementImport, StatementLines, StatementNames, StatementPlan, StatementRows, Statements],
})
export class StatementsModule {}
