import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { DailyModule } from '../../platform/daily/index.js';
import { LiveModule } from '../../platform/live/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { ServicesModule } from '../services/index.js';
import { TaskEvents } from './task-events.js';
import { TaskMessages } from './task-messages.js';
import { TaskReader } from './task-reader.js';
import { TaskRows } from './task-rows.js';
import { Tasks } from './tasks.js';
import { TasksController } from './tasks.controller.js';

/** Work that people must do before, or after, a service is what was asked for. */
@Module({
  imports: [AuditModule, DailyModule, LiveModule, NotificationsModule, ServicesModule],
  controllers: [TasksController],
  providers: [TaskEvents, TaskMessages, TaskReader, TaskRows, Tasks],
  exports: [Tasks],
})
export class TasksModule {}
