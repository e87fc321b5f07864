import { Controller, Req } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import type { FastifyRequest } from 'fastify';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { UnmatchedPayments } from './unmatched-payments.js';

const { listUnmatchedPayments, matchUnmatchedPayment, dismissUnmatchedPayment } = operations;

@Controller()
export class UnmatchedPaymentsController {
  constructor(private readonly unmatched: UnmatchedPayments) {}

  @Operation(listUnmatchedPayments)
  list(
    @CurrentStaff() { tenantId }: StaffActor,
    @In() { query }: Input<typeof listUnmatchedPayments>,
  ): Promise<Answer<typeof listUnmatchedPayments>> {
    return this.unmatched.list(tenantId, query);
  }

  @Operation(matchUnmatchedPayment)
  match(
    @CurrentStaff() { tenantId, id }: StaffActor,
    @In() { params, body }: Input<typeof matchUnmatchedPayment>,
    @Req() { ip }: FastifyRequest,
  ): Promise<Answer<typeof matchUnmatchedPayment>> {
    return this.unmatched.match(tenantId, body.invoiceId, { ...params, actor: `staff:${id}`, address: ip });
  }

  @Operation(dismissUnmatchedPayment)
  dismiss(
    @CurrentStaff() { tenantId, id }: StaffActor,
    @In() { params, body }: Input<typeof dismissUnmatchedPayment>,
    @Req() { ip }: FastifyRequest,
  ): Promise<Answer<typeof dismissUnmatchedPayment>> {
    return this.unmatched.dismiss(tenantId, body.note, { ...params, actor: `staff:${id}`, address: ip });
  }
}
