import { Module } from '@nestjs/common';
import { InvoicesModule } from '../invoices/index.js';
import { PaymentsModule } from '../payments/index.js';
import { DisputeReader } from './dispute-reader.js';
import { DisputeRows } from './dispute-rows.js';
import { DisputesController } from './disputes.controller.js';
import { Disputes } from './disputes.js';

export { DisputeReader } from './dispute-reader.js';

@Module({
  imports: [InvoicesModule, PaymentsModule],
  controllers: [DisputesController],
  providers: [DisputeReader, DisputeRows, Disputes],
  exports: [DisputeReader],
})
export class DisputesModule {}
