import { Controller, Module } from '@nestjs/common';
import { operations } from '@hostwright/sdk/http';
import { DisputesModule } from '../../billing/disputes/index.js';
import { NotificationsModule } from '../../billing/notifications/index.js';
import { PaymentsModule } from '../../billing/payments/index.js';
import { PlacementModule } from '../../billing/placement/index.js';
import { RefundsModule } from '../../billing/refunds/index.js';
import { SettlementsModule } from '../../billing/settlements/index.js';
import { CurrentTenant, Operation } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Dashboard } from './dashboard.js';
import { StaffMessages } from './staff-messages.js';

@Controller()
class DashboardController {
  constructor(private readonly dashboard: Dashboard) {}

  @Operation(operations.getDashboard)
  read(@CurrentTenant() tenant: Tenant) {
    return this.dashboard.read(tenant);
  }
}

@Module({
  imports: [DisputesModule, NotificationsModule, PaymentsModule, PlacementModule, RefundsModule, SettlementsModule],
  controllers: [DashboardController],
  providers: [Dashboard, StaffMessages],
})
export class DashboardModule {}
