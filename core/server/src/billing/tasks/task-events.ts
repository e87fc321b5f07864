import { Injectable } from '@nestjs/common';
import { Events } from '../../platform/events/index.js';
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
    private readonly tasks: Tasks,
    private readonly rows: TaskRows,
    private readonly services: ServiceRows,
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

  /** A machine that people set up has nobody else to wipe it; what they delivered without a provider needs no wiping. */
  private async release(serviceId: string): Promise<void> {
    const service = await this.services.find(serviceId);
    if (!service?.installationId || !(await this.rows.wasSetUp(serviceId))) return;
    const { installationId, hostname } = service;
    const work = releaseWork(hostname, await this.rows.addressesOf(serviceId));
    await this.tasks.open({ ...work, serviceId, installationId, kind: 'release' });
  }
}
