import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { OrdersModule } from '../orders/index.js';
import { PlacementModule } from '../placement/index.js';
import { ServicesModule } from '../services/index.js';
import { CancellationsController } from './cancellations.controller.js';
import { Cancellations } from './cancellations.js';

export { Cancellations } from './cancellations.js';

/** The end of orders that nobody has paid for. */
@Module({
  imports: [AuditModule, InvoicesModule, OrdersModule, PlacementModule, ServicesModule],
  controllers: [CancellationsController],
  providers: [Cancellations],
  exports: [Cancellations],
})
export class CancellationsModule {}
