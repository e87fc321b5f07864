import { Controller, Module } from '@nestjs/common';
import { operations } from '@hostwright/sdk/http';
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

@Module({ controllers: [DashboardController], providers: [Dashboard] })
export class DashboardModule {}
