import { BlockList, isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { OrderAdminServiceAction } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Catalog, factsOf } from '../catalog/index.js';
import type { OperationInput } from './operation-input.js';
import { OperationRows } from './operation-rows.js';
import { ServiceImages } from './service-images.js';
import type { Orderer, ServerAction } from './service-orders.js';
import type { ServiceRow } from './service-rows.js';

/** Makes of an order what its operation needs to know, and refuses what is not there to be named. */
@Injectable()
export class OrderInputs {
  constructor(
    private readonly db: TenantDb,
    private readonly tenants: Tenants,
    private readonly catalog: Catalog,
    private readonly operations: OperationRows,
    private readonly images: ServiceImages,
  ) {}

  /** What has to be asked outside, so before any transaction. */
  async prepare(orderer: Orderer, serviceId: string, ordered: OrderAdminServiceAction): Promise<void> {
    if (ordered.action !== 'reinstall') return;
    const images = await this.images.list(orderer, serviceId);
    if (!images.some(({ id }) => id === ordered.image)) throw Problem.field('image', 'must be one that is offered', 'unknown');
  }

  async of(service: ServiceRow, ordered: ServerAction): Promise<OperationInput> {
    switch (ordered.action) {
      case 'reinstall':
        return this.reinstall(service, ordered.image);
      case 'rename':
        return { hostname: ordered.hostname };
      case 'create-snapshot':
        if (await this.operations.hasSnapshotNamed(service.id, ordered.name)) {
          throw Problem.field('name', 'was used for this server before', 'taken');
        }
        return { name: ordered.name };
      case 'restore-snapshot':
      case 'delete-snapshot':
        return { snapshotId: ordered.snapshotId };
      case 'reverse-name':
        if (!holds(service.addresses, ordered.address)) throw Problem.field('address', 'must be one of the server', 'unknown');
        return { address: ordered.address, reverseName: ordered.name };
      case 'start':
      case 'stop':
      case 'restart':
      case 'reset-password':
      case 'rescue-on':
      case 'rescue-off':
        return {};
    }
  }

  /** Where the plan offers the systems, the choice of the service changes with them. */
  private async reinstall(service: ServiceRow, image: string): Promise<OperationInput> {
    const { locale } = await this.tenants.byId(this.db.tenantId);
    const { plan } = await this.catalog.find(this.db.tenantId, service.productId, service.planId, locale);
    const before = service.providerImage === null ? {} : { imageBefore: service.providerImage };
    if (!plan.options.some(({ id, kind }) => id === 'image' && kind === 'choice')) return { image, ...before };
    const selection = { ...service.selection, image };
    return { image, selection, facts: factsOf(plan, selection), ...before };
  }
}

/** An address of the server, or one of a network that belongs to it. */
function holds(addresses: ServiceRow['addresses'], wanted: string): boolean {
  const all = new BlockList();
  for (const { address } of addresses) {
    const [base = '', bits] = address.split('/');
    const family = isIPv6(base) ? 'ipv6' : 'ipv4';
    if (bits === undefined) all.addAddress(base, family);
    else all.addSubnet(base, Number(bits), family);
  }
  return all.check(wanted, isIPv6(wanted) ? 'ipv6' : 'ipv4');
}
