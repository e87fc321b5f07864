import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { type MessageData, Notifications } from '../notifications/index.js';
import type { ServiceRow } from './service-rows.js';

type Told = Pick<ServiceRow, 'id' | 'customerId' | 'hostname' | 'productName' | 'planName' | 'addresses'>;

/** What customers are told about their servers. */
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
      'select id, customer_id, hostname, product_name, plan_name, addresses from services where tenant_id = $1 and id = $2',
      [this.db.tenantId, serviceId],
    );
    if (!row) throw new Error(`The service ${serviceId} is not there`);
    return row;
  }
}
