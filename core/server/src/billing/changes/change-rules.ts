import { Injectable } from '@nestjs/common';
import type { ServiceOptions } from '@hostwright/sdk/http';
import { Clock } from '../../platform/clock/index.js';
import { Invoices, mayBePaid } from '../invoices/index.js';
import { RenewalRows } from '../renewals/index.js';
import { Abilities, type Orderer, type ServiceRow } from '../services/index.js';
import { ChangeRows } from './change-rows.js';

type Hindrance = NonNullable<ServiceOptions['hindrance']>;

/** Whether a service may be changed now. Methods run inside `TenantDb.run`. */
@Injectable()
export class ChangeRules {
  constructor(
    private readonly clock: Clock,
    private readonly rows: ChangeRows,
    private readonly abilities: Abilities,
    private readonly renewals: RenewalRows,
    private readonly invoices: Invoices,
  ) {}

  /** The first thing that stands in the way. */
  async hindrance(service: ServiceRow, by: Orderer['kind']): Promise<Hindrance | undefined> {
    if (!isStanding(service, by)) return 'service-state';
    if (!(await this.canGrow(service))) return 'not-supported';
    if (await this.rows.open(service.id)) return 'change-open';
    return (await this.isOverdue(service)) ? 'renewal-unpaid' : undefined;
  }

  /** What people deliver by hand they change by hand. */
  private async canGrow({ period, anchorAt, installationId }: ServiceRow): Promise<boolean> {
    if (period.unit === 'once' || anchorAt === null) return false;
    return installationId === null || (await this.abilities.ofOne(installationId)).includes('resize');
  }

  /** Nobody gets more before what they have is paid. */
  private async isOverdue({ id }: ServiceRow): Promise<boolean> {
    const unpaid = await this.renewals.unpaidOf(id);
    if (!unpaid || unpaid.dueAt > this.clock.now()) return false;
    return mayBePaid((await this.invoices.read(unpaid.invoiceId)).state);
  }
}

function isStanding({ state, wantedState, endsAt }: ServiceRow, by: Orderer['kind']): boolean {
  if (endsAt !== null || wantedState === 'terminated') return false;
  if (by === 'staff') return state === 'active' || state === 'suspended';
  return state === 'active' && wantedState === 'active';
}
