import { Controller, Req } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import type { FastifyRequest } from 'fastify';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { Refunds } from './refunds.js';

const { refundPayment, listRefunds, getRefund } = operations;

@Controller()
export class RefundsController {
  constructor(private readonly refunds: Refunds) {}

  @Operation(refundPayment, { oneTransaction: true })
  refund(
    @CurrentStaff() { tenantId, id }: StaffActor,
    @In() { params, body }: Input<typeof refundPayment>,
    @Req() { ip }: FastifyRequest,
  ): Promise<Answer<typeof refundPayment>> {
    return this.refunds.refund(tenantId, { ...body, ...params, actor: `staff:${id}`, address: ip });
  }

  @Operation(listRefunds)
  list(
    @CurrentStaff() { tenantId }: StaffActor,
    @In() { query }: Input<typeof listRefunds>,
  ): Promise<Answer<typeof listRefunds>> {
    return this.refunds.list(tenantId, query);
  }

  @Operation(getRefund)
  read(@CurrentStaff() { tenantId }: StaffActor, @In() { params }: Input<typeof getRefund>): Promise<Answer<typeof getRefund>> {
    return this.refunds.read(tenantId, params.refundId);
  }
}
