import { Injectable } from '@nestjs/common';
import { Events } from '../../platform/events/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Plugins } from '../../platform/plugins/index.js';
import { Outcomes, ServiceRows, type WorkByHand } from '../services/index.js';
import { releaseWork } from './task.js';
import { TaskRows } from './task-rows.js';
import { Tasks } from './tasks.js';

/** What becomes of tasks when their operations or services end. */
@Injectable()
export class TaskEvents {
  constructor(
    events: Events,
    outcomes: Outcomes,
    private readonly db: TenantDb,
    private readonly tasks: Tasks,
    private readonly rows: TaskRows,
    private readonly services: ServiceRows,
    private readonly plugins: Plugins,
  ) {
    outcomes.onHandWork(work => this.ask(work));
    events.on('operation.completed', 'tasks/operation-completed', ({ data }) => this.rows.drop(data.operationId));
    events.on('operation.failed', 'tasks/operation-failed', ({ data }) => this.rows.drop(data.operationId));
    events.on('operation.cancelled', 'tasks/operation-cancelled', ({ data }) => this.rows.drop(data.operationId));
    events.on('service.terminated', 'tasks/service-terminated', ({ data }) => this.release(data.serviceId));
  }

  private ask({ service, operation, ...work }: WorkByHand): Promise<void> {
    const { id: serviceId, installationId } = service;
    return this.tasks.open({ ...work, serviceId, installationId, operationId: operation.id, kind: operation.kind });
  }

  /** A provider whose machines are set up by people has nobody else to wipe them. */
  private async release(serviceId: string): Promise<void> {
    const service = await this.services.find(serviceId);
    if (!service?.installationId || service.anchorAt === null) return;
    const { installationId, hostname } = service;
    if (!(await this.isByHand(installationId))) return;
    const work = releaseWork(hostname, await this.rows.addressesOf(serviceId));
    await this.tasks.open({ ...work, serviceId, installationId, kind: 'release' });
  }

  private async isByHand(installationId: string): Promise<boolean> {
    const row = await this.db.one<{ pluginId: string }>(
      'select plugin_id from plugin_installations where tenant_id = $1 and id = $2',
      [this.db.tenantId, installationId],
    );
    const capabilities = row && this.plugins.manifest(row.pluginId)?.capabilities;
    return capabilities?.includes('hand-work') ?? false;
  }
}
