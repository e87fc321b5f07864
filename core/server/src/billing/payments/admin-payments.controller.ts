import { Controller, Req } from '@nestjs/common';
import { moneyFromJson } from '@hostwright/sdk';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import type { FastifyRequest } from 'fastify';
import { CurrentStaff, CurrentTenant, In, Operation, type StaffActor } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Payments } from './payments.js';
import { PaymentRecording } from './record-payment.js';

const { listAdminPayments, getAdminPayment, checkPayment, recordPayment } = operations;

@Controller()
export class AdminPaymentsController {
  constructor(
    private readonly payments: Payments,
    private readonly recording: PaymentRecording,
  ) {}

  @Operation(listAdminPayments)
  list(
    @CurrentTenant() tenant: Tenant,
    @In() { query }: Input<typeof listAdminPayments>,
  ): Promise<Answer<typeof listAdminPayments>> {
    return this.payments.list(tenant, query);
  }

  @Operation(getAdminPayment)
  read(
    @CurrentTenant() tenant: Tenant,
    @In() { params }: Input<typeof getAdminPayment>,
  ): Promise<Answer<typeof getAdminPayment>> {
    return this.payments.read(tenant, params.paymentId);
  }

  @Operation(checkPayment)
  check(@CurrentTenant() tenant: Tenant, @In() { params }: Input<typeof checkPayment>): Promise<Answer<typeof checkPayment>> {
    return this.payments.check(tenant, params.paymentId);
  }

  @Operation(recordPayment, { oneTransaction: true })
  async record(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() { params, body }: Input<typeof recordPayment>,
    @Req() { ip }: FastifyRequest,
  ): Promise<Answer<typeof recordPayment>> {
    const { installationId, amount, reference } = body;
    const arrival = { invoiceId: params.invoiceId, installationId, reference, received: moneyFromJson(amount) };
    const row = await this.recording.record(tenant.id, { ...arrival, actor: `staff:${staff.id}`, address: ip });
    return this.payments.presentOne(tenant, row);
  }
}
