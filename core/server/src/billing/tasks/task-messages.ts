import { Injectable } from '@nestjs/common';
import { Daily, type DailyJob } from '../../platform/daily/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Notifications } from '../notifications/index.js';
import { TaskRows } from './task-rows.js';

/** What the owners of a shop are told about work that people must do: when there is some, and every day while some is late. */
@Injectable()
export class TaskMessages {
  constructor(
    notifications: Notifications,
    daily: Daily,
    private readonly db: TenantDb,
    private readonly events: Events,
    private readonly rows: TaskRows,
  ) {
    daily.task('tasks/daily', 8, job => this.tellLate(job));
    notifications.staffMessage({
      template: 'task-opened',
      event: 'task.opened',
      handler: 'tasks/tell-opened',
      data: async ({ data: { taskId } }) => {
        const { title, hostname, dueAt } = await this.rows.read(taskId);
        return { path: `/admin/tasks/${taskId}`, values: { title, name: hostname, day: { day: dueAt.toISOString() } } };
      },
    });
    notifications.staffMessage({
      template: 'tasks-overdue',
      event: 'tasks.overdue',
      handler: 'tasks/tell-overdue',
      data: ({ data: { count } }) => ({ path: '/admin/tasks', values: { count: String(count) } }),
    });
  }

  private async tellLate({ tenantId }: DailyJob): Promise<void> {
    await this.db.run(tenantId, async () => {
      const count = await this.rows.tellLate();
      if (count > 0) await this.events.publish('tasks.overdue', { count });
    });
  }
}
