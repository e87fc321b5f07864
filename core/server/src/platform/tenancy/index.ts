import { Global, Module } from '@nestjs/common';
import { TenantSetup } from './tenant-setup.js';
import { Tenants } from './tenants.js';

export type { Brand, LegalEntity, Tenant } from './tenant.js';
export { TenantSetup, type NewTenant } from './tenant-setup.js';
export { Tenants } from './tenants.js';

@Global()
@Module({ providers: [Tenants, TenantSetup], exports: [Tenants, TenantSetup] })
export class TenancyModule {}
