import { Controller, Req } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import type { FastifyRequest } from 'fastify';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import type { Importer } from './statement-import.js';
import { StatementLines } from './statement-lines.js';
import { Statements } from './statements.js';

const { readStatement, listStatements, listStatementLines, matchStatementLine, dismissStatementLine } = operations;

@Controller()
export class StatementsController {
  constructor(
    private readonly statements: Statements,
    private readonly lines: StatementLines,
  ) {}

  @Operation(readStatement)
  read(
    @CurrentStaff() staff: StaffActor,
    @In() { body }: Input<typeof readStatement>,
    @Req() request: FastifyRequest,
  ): Promise<Answer<typeof readStatement>> {
    return this.statements.read(staff.tenantId, body, importer(staff, request));
  }

  @Operation(listStatements)
  list(@CurrentStaff() staff: StaffActor, @In() { query }: Input<typeof listStatements>): Promise<Answer<typeof listStatements>> {
    return this.statements.list(staff.tenantId, query);
  }

  @Operation(listStatementLines)
  listLines(
    @CurrentStaff() staff: StaffActor,
    @In() { query }: Input<typeof listStatementLines>,
  ): Promise<Answer<typeof listStatementLines>> {
    return this.lines.list(staff.tenantId, query);
  }

  @Operation(matchStatementLine)
  match(
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof matchStatementLine>,
    @Req() request: FastifyRequest,
  ): Promise<Answer<typeof matchStatementLine>> {
    return this.lines.match(staff.tenantId, params.lineId, body.invoiceId, importer(staff, request));
  }

  @Operation(dismissStatementLine)
  dismiss(
    @CurrentStaff() staff: StaffActor,
    @In() { params }: Input<typeof dismissStatementLine>,
    @Req() request: FastifyRequest,
  ): Promise<Answer<typeof dismissStatementLine>> {
    return this.lines.dismiss(staff.tenantId, params.lineId, importer(staff, request));
  }
}

const importer = ({ id }: StaffActor, { ip }: FastifyRequest): Importer => ({ actor: `staff:${id}`, address: ip });
