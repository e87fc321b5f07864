import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';

/** What of a machine is left to be done by people when its service is over. Methods run inside `TenantDb.run`. */
@Injectable()
export class Wiping {
  constructor(private readonly db: TenantDb) {}

  /** Whether people have set the machine of a service up, and nobody has wiped it yet. */
  async isAhead(serviceId: string): Promise<boolean> {
    const found = await this.db.one(
      `select t.id from service_tasks t join service_operations o on o.tenant_id = t.tenant_id and o.id = t.operation_id
       where t.tenant_id = $1 and t.service_id = $2 and t.kind = 'create' and (t.state = 'done' or o.state = 'succeeded')
         and not exists (select from service_tasks where tenant_id = $1 and service_id = $2 and kind = 'release' and state = 'done') limit 1`,
      [this.db.tenantId, serviceId],
    );
    return found !== undefined;
  }

  async isDone(taskId: string): Promise<boolean> {
    const found = await this.db.one(
      `select id from service_tasks where tenant_id = $1 and id = $2 and kind = 'release' and state = 'done'`,
      [this.db.tenantId, taskId],
    );
    return found !== undefined;
  }
}
