import { Injectable } from '@nestjs/common';
import type { BillingPeriod, Selection, ServerSnapshot, ServerState } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Live } from '../../platform/live/index.js';
import type { StoredSize } from './operation-input.js';
import { mayBecome, type ServiceState } from './service-life.js';

/** What billing and staff want of a service; `active` is no wish. */
export type WantedState = 'active' | 'suspended' | 'terminated';

export interface ServiceRow {
  readonly id: string;
  /** Null for one that was taken over together with its server. */
  readonly orderId: string | null;
  readonly invoiceId: string | null;
  readonly customerId: string;
  readonly productId: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly productName: string;
  readonly planName: string;
  readonly hostname: string;
  readonly selection: Selection;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly period: BillingPeriod;
  readonly currency: string;
  readonly recurringMinor: bigint;
  readonly state: ServiceState;
  readonly serverState: ServerState | null;
  readonly installationId: string | null;
  readonly externalId: string | null;
  readonly addresses: ServerSnapshot['addresses'];
  readonly username: string | null;
  readonly passwordSealed: string | null;
  readonly anchorAt: Date | null;
  readonly renewsAt: Date | null;
  /** How many disputes there are about its payments, open or lost. */
  readonly disputes: number;
  readonly wantedState: WantedState;
  readonly wantedReason: string | null;
  readonly wantedAt: Date | null;
  readonly wantedSize: StoredSize | null;
  readonly suspendedReason: string | null;
  readonly suspendedAt: Date | null;
  readonly rescue: boolean;
  /** When it ends because the customer has cancelled it, and since when that is known. */
  readonly endsAt: Date | null;
  readonly endsAskedAt: Date | null;
  /** What the provider last said, in its own words, and when. */
  readonly providerPlan: string | null;
  readonly providerImage: string | null;
  readonly observedAt: Date | null;
  readonly createdAt: Date;
}

const COLUMNS = {
  state: 'state',
  serverState: 'server_state',
  installationId: 'installation_id',
  externalId: 'external_id',
  addresses: 'addresses',
  username: 'username',
  passwordSealed: 'password_sealed',
  anchorAt: 'anchor_at',
  renewsAt: 'renews_at',
  wantedState: 'wanted_state',
  wantedReason: 'wanted_reason',
  wantedAt: 'wanted_at',
  wantedSize: 'wanted_size',
  suspendedReason: 'suspended_reason',
  suspendedAt: 'suspended_at',
  rescue: 'rescue',
  endsAt: 'ends_at',
  endsAskedAt: 'ends_asked_at',
  providerPlan: 'provider_plan',
  providerImage: 'provider_image',
  observedAt: 'observed_at',
  hostname: 'hostname',
  selection: 'selection',
  facts: 'facts',
  planId: 'plan_id',
  planVersion: 'plan_version',
  planName: 'plan_name',
  recurringMinor: 'recurring_minor',
} as const satisfies Partial<Record<keyof ServiceRow, string>>;

/** What may be written about a service after it was ordered. */
export type ServiceChange = { readonly [Name in keyof typeof COLUMNS]?: ServiceRow[Name] };

/** Empty lists are no arrays of PostgreSQL. */
const isJson = (name: string): boolean => name === 'addresses' || name === 'facts';

/** The services of a shop. Methods run inside `TenantDb.run`; whoever changes a service has locked it first. */
@Injectable()
export class ServiceRows {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  find(id: string): Promise<ServiceRow | undefined> {
    return this.db.one<ServiceRow>('select * from services where tenant_id = $1 and id = $2', [this.db.tenantId, id]);
  }

  async lock(id: string): Promise<ServiceRow> {
    const row = await this.db.one<ServiceRow>('select * from services where tenant_id = $1 and id = $2 for update', [
      this.db.tenantId,
      id,
    ]);
    if (!row) throw new Problem('not-found');
    return row;
  }

  /** Those that wait for this invoice to be paid, locked in the order in which everybody locks them. */
  lockPendingOf(invoiceId: string): Promise<ServiceRow[]> {
    return this.db.query<ServiceRow>(
      `select * from services where tenant_id = $1 and invoice_id = $2 and state = 'pending' order by id for update`,
      [this.db.tenantId, invoiceId],
    );
  }

  /** Writes what has changed and tells those who watch. */
  async change(row: ServiceRow, change: ServiceChange): Promise<void> {
    if (change.state !== undefined && change.state !== row.state && !mayBecome(row.state, change.state)) {
      throw new Error(`A service cannot go from ${row.state} to ${change.state}`);
    }
    const entries = Object.entries(change).filter(([, value]) => value !== undefined);
    if (entries.length > 0) {
      const columns = entries.map(([name], index) => `${COLUMNS[name as keyof ServiceChange]} = $${index + 3}`);
      const values = entries.map(([name, value]) => (isJson(name) ? JSON.stringify(value) : value));
      await this.db.execute(`update services set ${columns.join(', ')} where tenant_id = $1 and id = $2`, [
        this.db.tenantId,
        row.id,
        ...values,
      ]);
    }
    this.announce(row);
  }

  announce({ id, customerId }: Pick<ServiceRow, 'id' | 'customerId'>): void {
    const { tenantId } = this.db;
    this.db.afterCommit(() => this.live.changed({ tenantId, customerId }, { name: 'service.changed', id }));
  }

  /** Whether another service has this very server already. */
  async isTaken(installationId: string, externalId: string, serviceId: string): Promise<boolean> {
    const other = await this.db.one(
      'select id from services where tenant_id = $1 and installation_id = $2 and external_id = $3 and id <> $4',
      [this.db.tenantId, installationId, externalId, serviceId],
    );
    return other !== undefined;
  }

  /** Holding the order's row makes two services that finish at once count one after the other. */
  async isOrderActive(orderId: string): Promise<boolean> {
    await this.db.query('select id from orders where tenant_id = $1 and id = $2 for update', [this.db.tenantId, orderId]);
    const missing = await this.db.one(
      `select id from services where tenant_id = $1 and order_id = $2 and anchor_at is null and state <> 'terminated' limit 1`,
      [this.db.tenantId, orderId],
    );
    return missing === undefined;
  }
}
