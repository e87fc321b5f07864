import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { OrdersModule } from '../orders/index.js';
import { PlacementModule } from '../placement/index.js';
import { ServicesModule } from '../services/index.js';
import { CancellationMessages } from './cancellation-messages.js';
import { CancellationsController } from './cancellations.controller.js';
import { Cancellations } from './cancellations.js';

export { Cancellations } from './cancellations.js';

/** The end of orders that nobody has paid for. */
@Module({
  imports: [AuditModule, InvoicesModule, NotificationsModule, OrdersModule, PlacementModule, ServicesModule],
  controllers: [CancellationsController],
  providers: [CancellationMessages, Cancellations],
  exports: [Cancellations],
})
export class CancellationsModule {}
