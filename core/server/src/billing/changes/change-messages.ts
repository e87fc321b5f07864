import { Injectable } from '@nestjs/common';
import { money, moneyToJson } from '@hostwright/sdk';
import { type MessageData, Notifications } from '../notifications/index.js';
import { Invoices } from '../invoices/index.js';
import { ServiceRows } from '../services/index.js';
import { ChangeRows } from './change-rows.js';

interface Subject {
  readonly serviceId: string;
  readonly changeId: string;
}

/** What customers are told about the changes and the end of their services, and staff about changes that were refused. */
@Injectable()
export class ChangeMessages {
  constructor(
    notifications: Notifications,
    private readonly rows: ChangeRows,
    private readonly services: ServiceRows,
    private readonly invoices: Invoices,
  ) {
    notifications.message({
      template: 'change-billed',
      event: 'service.change-billed',
      handler: 'changes/tell-billed',
      recipient: data => data.customerId,
      data: async ({ data }) => this.billed(data, data.invoiceId),
      attachments: ['invoice-pdf'],
    });
    notifications.message({
      template: 'change-done',
      event: 'service.change-done',
      handler: 'changes/tell-done',
      recipient: data => data.customerId,
      data: async ({ data }) => this.about(data),
    });
    notifications.message({
      template: 'change-refused',
      event: 'service.change-refused',
      handler: 'changes/tell-refused',
      recipient: data => data.customerId,
      data: async ({ data }) => this.about(data),
    });
    notifications.message({
      template: 'change-expired',
      event: 'service.change-expired',
      handler: 'changes/tell-expired',
      recipient: data => data.customerId,
      data: async ({ data }) => this.about(data),
    });
    notifications.staffMessage({
      template: 'change-needs-staff',
      event: 'service.change-refused',
      handler: 'changes/tell-staff-refused',
      data: async ({ data }) => {
        const { values, rows = [] } = await this.about(data);
        return { path: `/admin/services/${data.serviceId}`, values: { ...values, reason: data.code }, rows };
      },
    });
    this.aboutEnds(notifications);
  }

  private aboutEnds(notifications: Notifications): void {
    notifications.message({
      template: 'service-cancelled',
      event: 'service.cancellation-asked',
      handler: 'changes/tell-cancelled',
      recipient: data => data.customerId,
      data: async ({ data }) => ({
        path: `/cabinet?hw-view=service:${data.serviceId}`,
        values: { name: await this.nameOf(data.serviceId), until: { day: data.endsAt } },
      }),
    });
  }

  private async billed(subject: Subject, invoiceId: string): Promise<MessageData> {
    const { values, rows = [] } = await this.about(subject);
    const { number, totalMinor, currency, dueAt } = await this.invoices.read(invoiceId);
    const [total, due] = [{ money: moneyToJson(money(totalMinor, currency)) }, { day: dueAt.toISOString() }];
    return {
      path: `/cabinet?hw-view=invoice:${invoiceId}`,
      values: { ...values, number, total, due },
      rows: [...rows, { label: 'number', value: number }, { label: 'total', value: total }],
      subjectId: invoiceId,
    };
  }

  private async about({ serviceId, changeId }: Subject): Promise<MessageData> {
    const change = await this.rows.find(changeId);
    if (!change) throw new Error(`The change ${changeId} is not there`);
    return {
      path: `/cabinet?hw-view=service:${serviceId}`,
      values: { name: await this.nameOf(serviceId) },
      rows: [{ label: 'service', value: change.planName }],
      subjectId: serviceId,
    };
  }

  private async nameOf(serviceId: string): Promise<string> {
    return (await this.services.find(serviceId))?.hostname ?? '';
  }
}
