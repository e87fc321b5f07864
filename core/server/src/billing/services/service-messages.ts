import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { type MessageData, Notifications } from '../notifications/index.js';
import type { ServiceRow } from './service-rows.js';

type Told = Pick<ServiceRow, 'id' | 'customerId' | 'hostname' | 'productName' | 'planName' | 'addresses'> & {
  /** What the shop calls the provider. */
  readonly provider: string | null;
};

/** What customers are told about their servers, and staff about those that need them. */
@Injectable()
export class ServiceMessages {
  constructor(
    notifications: Notifications,
    private readonly db: TenantDb,
  ) {
    notifications.message({
      template: 'service-active',
      event: 'service.activated',
      handler: 'services/tell-active',
      recipient: data => data.customerId,
      data: async event => this.about(await this.read(event.data.serviceId)),
    });
    notifications.message({
      template: 'service-failed',
      event: 'service.provisioning-failed',
      handler: 'services/tell-failed',
      recipient: async data => (await this.read(data.serviceId)).customerId,
      data: async event => this.about(await this.read(event.data.serviceId)),
    });
    this.forStaff(notifications);
  }

  private forStaff(notifications: Notifications): void {
    notifications.staffMessage({
      template: 'service-needs-staff',
      event: 'service.provisioning-failed',
      handler: 'services/tell-staff-failed',
      data: async ({ data: { serviceId, code } }) => {
        const { hostname: name } = await this.read(serviceId);
        return { path: `/admin/services/${serviceId}`, values: { name, reason: (await this.reasonOf(serviceId)) ?? code } };
      },
    });
    notifications.staffMessage({
      template: 'provider-away',
      event: 'operation.delayed',
      handler: 'services/tell-staff-delayed',
      data: async ({ data: { serviceId } }) => {
        const { hostname: name, provider } = await this.read(serviceId);
        return { path: `/admin/services/${serviceId}`, values: { name, provider: provider ?? '' } };
      },
    });
  }

  /** The provider's own words; staff may read them. */
  private async reasonOf(serviceId: string): Promise<string | undefined> {
    const row = await this.db.one<{ message: string | null }>(
      'select message from service_operations where tenant_id = $1 and service_id = $2 order by sequence desc limit 1',
      [this.db.tenantId, serviceId],
    );
    return row?.message ?? undefined;
  }

  private about({ id, hostname, productName, planName, addresses }: Told): MessageData {
    const address = addresses.find(({ primary }) => primary) ?? addresses[0];
    const rows = [{ label: 'service', value: `${productName} ${planName}` }];
    return {
      path: `/cabinet?hw-view=service:${id}`,
      values: { name: hostname },
      rows: address ? [...rows, { label: 'address', value: address.address }] : rows,
      subjectId: id,
    };
  }

  private async read(serviceId: string): Promise<Told> {
    const row = await this.db.one<Told>(
      `select s.id, s.customer_id, s.hostname, s.product_name, s.plan_name, s.addresses, i.label as provider
       from services s left join plugin_installations i on i.tenant_id = s.tenant_id and i.id = s.installation_id
       where s.tenant_id = $1 and s.id = $2`,
      [this.db.tenantId, serviceId],
    );
    if (!row) throw new Error(`The service ${serviceId} is not there`);
    return row;
  }
}
