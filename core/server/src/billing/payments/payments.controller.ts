import { Controller, Req } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import type { FastifyRequest } from 'fastify';
import { CurrentCustomer, CurrentTenant, In, Operation, type CustomerActor } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Gateways } from './gateways.js';
import { Payments } from './payments.js';
import { PaymentStart } from './start-payment.js';

const { listPaymentMethods, startPayment, listPayments, getPayment } = operations;

@Controller()
export class PaymentsController {
  constructor(
    private readonly gateways: Gateways,
    private readonly payments: Payments,
    private readonly start: PaymentStart,
  ) {}

  @Operation(listPaymentMethods)
  async methods(
    @CurrentTenant() tenant: Tenant,
    @In() { query }: Input<typeof listPaymentMethods>,
  ): Promise<Answer<typeof listPaymentMethods>> {
    const offered = await this.gateways.offered(tenant.id, query.currency);
    return { items: this.gateways.methods(tenant, offered, query.locale ?? tenant.locale) };
  }

  @Operation(startPayment)
  async pay(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { params, body }: Input<typeof startPayment>,
    @Req() { host, ip }: FastifyRequest,
  ): Promise<Answer<typeof startPayment>> {
    const wish = { ...body, invoiceId: params.invoiceId, customerId: customer.id, host, address: ip };
    const { payment, step } = await this.start.start(tenant, wish);
    return {
      payment: await this.payments.present(tenant, payment),
      step: await this.gateways.stepFor(tenant.id, payment.installationId, step),
    };
  }

  @Operation(listPayments)
  list(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { query }: Input<typeof listPayments>,
  ): Promise<Answer<typeof listPayments>> {
    return this.payments.ofCustomer(tenant, customer.id, query);
  }

  @Operation(getPayment)
  read(
    @CurrentTenant() tenant: Tenant,
    @CurrentCustomer() customer: CustomerActor,
    @In() { params }: Input<typeof getPayment>,
  ): Promise<Answer<typeof getPayment>> {
    return this.payments.readByCustomer(tenant, customer.id, params.paymentId);
  }
}
