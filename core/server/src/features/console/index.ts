import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { LiveModule } from '../../platform/live/index.js';
import { PluginsModule } from '../../platform/plugins/index.js';
import { ServicesModule } from '../../billing/services/index.js';
import { ConsolePageController } from './console-page.controller.js';
import { ConsoleServer } from './console-server.js';
import { ConsoleTickets } from './console-tickets.js';
import { Consoles } from './consoles.js';
import { ConsolesController } from './consoles.controller.js';
import { Openers } from './openers.js';
import { OpenLines } from './open-lines.js';

@Module({
  imports: [AuditModule, LiveModule, PluginsModule, ServicesModule],
  controllers: [ConsolesController, ConsolePageController],
  providers: [Consoles, ConsoleServer, ConsoleTickets, Openers, OpenLines],
})
export class ConsoleModule {}
