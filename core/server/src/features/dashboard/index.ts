import { Controller, Module } from '@nestjs/common';
import { operations } from '@hostwright/sdk/http';
import { PaymentsModule } from '../../billing/payments/index.js';
import { CurrentTenant, Operation } from '../../platform/http/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { Dashboard } from './dashboard.js';

@Controller()
class DashboardController {
  constructor(private readonly dashboard: Dashboard) {}

  @Operation(operations.getDashboard)
  read(@CurrentTenant() tenant: Tenant) {
    return this.dashboard.read(tenant);
  }
}

@Module({ imports: [PaymentsModule], controllers: [DashboardController], providers: [Dashboard] })
export class DashboardModule {}
