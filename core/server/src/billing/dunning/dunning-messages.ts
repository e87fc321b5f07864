import { Injectable } from '@nestjs/common';
import { moneyToJson } from '@hostwright/sdk';
import { Invoices } from '../invoices/index.js';
import { type MessageData, Notifications } from '../notifications/index.js';
import { type ServiceRow, ServiceRows } from '../services/index.js';

interface Announced {
  readonly serviceId: string;
  readonly invoiceId: string;
  readonly at: string;
}

/** What customers are told before and after their services stop, run again or end. */
@Injectable()
export class DunningMessages {
  constructor(
    notifications: Notifications,
    private readonly services: ServiceRows,
    private readonly invoices: Invoices,
  ) {
    notifications.message({
      template: 'suspension-announced',
      event: 'service.suspension-announced',
      handler: 'dunning/tell-suspension',
      recipient: data => this.customerOf(data.serviceId),
      data: ({ data }) => this.warning(data),
    });
    notifications.message({
      template: 'termination-announced',
      event: 'service.termination-announced',
      handler: 'dunning/tell-termination',
      recipient: data => this.customerOf(data.serviceId),
      data: ({ data }) => this.warning(data),
    });
    this.afterwards(notifications);
  }

  private afterwards(notifications: Notifications): void {
    notifications.message({
      template: 'service-unpaid',
      event: 'service.suspended',
      handler: 'dunning/tell-unpaid',
      recipient: async data => (data.reason === 'unpaid' ? this.customerOf(data.serviceId) : undefined),
      data: ({ data }) => this.about(data.serviceId),
    });
    notifications.message({
      template: 'service-suspended',
      event: 'service.suspended',
      handler: 'dunning/tell-suspended',
      recipient: async data => (data.reason === 'unpaid' ? undefined : this.customerOf(data.serviceId)),
      data: async ({ data }) => {
        const { path, values } = await this.about(data.serviceId);
        return { path, values: { ...values, reason: data.reason } };
      },
    });
    notifications.message({
      template: 'service-unsuspended',
      event: 'service.unsuspended',
      handler: 'dunning/tell-unsuspended',
      recipient: data => this.customerOf(data.serviceId),
      data: ({ data }) => this.about(data.serviceId),
    });
    notifications.message({
      template: 'service-terminated',
      event: 'service.terminated',
      handler: 'dunning/tell-terminated',
      // What never ran has not ended.
      recipient: async data =>
        (await this.read(data.serviceId)).anchorAt === null ? undefined : this.customerOf(data.serviceId),
      data: ({ data }) => this.about(data.serviceId),
    });
  }

  private async warning({ serviceId, invoiceId, at }: Announced): Promise<MessageData> {
    const { hostname: name } = await this.read(serviceId);
    const invoice = await this.invoices.read(invoiceId);
    const total = { money: moneyToJson(this.invoices.due(invoice)) };
    return {
      path: `/cabinet?hw-view=invoice:${invoiceId}`,
      values: { name, number: invoice.number, total, day: { day: at } },
      rows: [
        { label: 'number', value: invoice.number },
        { label: 'total', value: total },
      ],
      subjectId: invoiceId,
    };
  }

  private async about(serviceId: string): Promise<MessageData> {
    const { hostname, productName, planName } = await this.read(serviceId);
    return {
      path: `/cabinet?hw-view=service:${serviceId}`,
      values: { name: hostname },
      rows: [{ label: 'service', value: `${productName} ${planName}` }],
      subjectId: serviceId,
    };
  }

  private async customerOf(serviceId: string): Promise<string> {
    return (await this.read(serviceId)).customerId;
  }

  private async read(serviceId: string): Promise<ServiceRow> {
    const service = await this.services.find(serviceId);
    if (!service) throw new Error(`The service ${serviceId} is not there`);
    return service;
  }
}
