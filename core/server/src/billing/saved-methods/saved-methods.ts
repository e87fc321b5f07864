import { Injectable } from '@nestjs/common';
import type { SavedMethod as GivenMethod } from '@hostwright/sdk';
import type { SavedMethod } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Events } from '../../platform/events/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { SecretBox } from '../../platform/secrets/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import { FORGET, type ForgetJob } from './forget-method.js';
import { asGiven, hashOf, isExpired, sealPurpose, type SavedMethodRow } from './saved-method.js';
import { MethodPresenter } from './saved-method.presenter.js';
import { SavedMethodRows } from './saved-method-rows.js';

/** A method that a gateway gave, and whose it is. */
export interface KeptMethod {
  readonly installationId: string;
  readonly customerId: string;
  readonly method: GivenMethod;
  /** When the customer agreed to it: a method that was removed later stays removed. */
  readonly agreedAt: Date;
}

/** A method ready to be charged; the token is the gateway's own and goes nowhere else. */
export interface ChargeableMethod {
  readonly id: string;
  readonly installationId: string;
  readonly customerId: string;
  readonly given: GivenMethod;
}

/** Cards and accounts that customers leave with providers. Methods run inside `TenantDb.run` unless they take a tenant. */
@Injectable()
export class SavedMethods {
  constructor(
    private readonly db: TenantDb,
    private readonly rows: SavedMethodRows,
    private readonly presenter: MethodPresenter,
    private readonly box: SecretBox,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Once for each token, however often the gateway names it; the first one becomes the default. */
  async keep({ installationId, customerId, method, agreedAt }: KeptMethod): Promise<void> {
    await this.rows.lockCustomer(customerId);
    const known = await this.rows.byToken(installationId, customerId, hashOf(method.token));
    if (known?.removedAt && known.removedAt >= agreedAt) return;
    if (known?.state === 'active') return this.refresh(known, method);
    const id = known?.id ?? newId(this.clock.now().getTime());
    const isDefault = (await this.rows.defaultOf(customerId)) === undefined;
    const told = {
      ...words(method),
      tokenSealed: this.box.seal(method.token, sealPurpose(this.db.tenantId, id)),
      isDefault,
      notices: 0,
    };
    if (known) await this.rows.update(id, { ...told, state: 'active', removedAt: null });
    else {
      const tokenHash = hashOf(method.token);
      const born = { state: 'active', createdAt: this.clock.now(), removedAt: null } as const;
      await this.rows.insert({ id, installationId, customerId, tokenHash, ...told, ...born });
    }
    await this.events.publish('saved-method.added', { savedMethodId: id, customerId });
  }

  /** A provider that renewed the card says so with its next answer. */
  async refresh(known: SavedMethodRow, method: GivenMethod): Promise<void> {
    const now = words(method);
    const isSame = now.label === known.label && now.expiresMonth === known.expiresMonth && now.expiresYear === known.expiresYear;
    if (!isSame) await this.rows.update(known.id, { ...now, notices: 0 });
  }

  /** What the gateway told of a method while it was charged. */
  async told({ installationId, customerId, method }: Omit<KeptMethod, 'agreedAt'>): Promise<void> {
    const known = await this.rows.byToken(installationId, customerId, hashOf(method.token));
    if (known?.state === 'active') await this.refresh(known, method);
  }

  /** 404 for one that is removed or somebody else's. */
  read(savedMethodId: string, customerId: string): Promise<SavedMethodRow> {
    return this.rows.readActive(savedMethodId, customerId);
  }

  /** The method that renewals are charged to; undefined where there is none, or its time has passed. */
  async defaultOf(tenant: Tenant, customerId: string): Promise<SavedMethodRow | undefined> {
    const row = await this.rows.defaultOf(customerId);
    return row && !isExpired(row, this.clock.now(), tenant.timeZone) ? row : undefined;
  }

  /** Undefined once the provider has forgotten it. A method that was removed while it was being charged still opens. */
  async open(savedMethodId: string): Promise<ChargeableMethod | undefined> {
    const row = await this.rows.find(savedMethodId);
    if (!row?.tokenSealed) return undefined;
    const { id, installationId, customerId } = row;
    const token = this.box.open(row.tokenSealed, sealPurpose(this.db.tenantId, id));
    return { id, installationId, customerId, given: asGiven(row, token) };
  }

  async list(tenant: Tenant, customerId: string, locale: string): Promise<SavedMethod[]> {
    return this.db.run(tenant.id, async () => this.presenter.presentAll(tenant, await this.rows.activeOf(customerId), locale));
  }

  /** As people see it. */
  async present(tenant: Tenant, row: SavedMethodRow, locale: string): Promise<SavedMethod> {
    return (await this.presenter.presentAll(tenant, [row], locale))[0]!;
  }

  async makeDefault(tenantId: string, customerId: string, savedMethodId: string): Promise<void> {
    await this.db.run(tenantId, async () => {
      await this.rows.lockCustomer(customerId);
      const row = await this.rows.readActive(savedMethodId, customerId);
      const before = await this.rows.defaultOf(customerId);
      if (before?.id === row.id) return;
      if (before) await this.rows.update(before.id, { isDefault: false });
      await this.rows.update(row.id, { isDefault: true });
      await this.record(customerId, 'saved-method.made-default', row);
    });
  }

  /** Gone for the customer at once; the provider is told by a job. Another method is charged only when the customer says so. */
  async remove(tenantId: string, customerId: string, savedMethodId: string): Promise<void> {
    await this.db.run(tenantId, async () => {
      await this.rows.lockCustomer(customerId);
      const row = await this.rows.readActive(savedMethodId, customerId);
      await this.rows.update(row.id, { state: 'removed', isDefault: false, removedAt: this.clock.now() });
      await this.jobs.send<ForgetJob>(FORGET, { tenantId, savedMethodId: row.id, misses: 0 });
      await this.events.publish('saved-method.removed', { savedMethodId: row.id, customerId });
      await this.record(customerId, 'saved-method.removed', row);
    });
  }

  private async record(customerId: string, action: string, { id, label }: SavedMethodRow): Promise<void> {
    await this.audit.record({ actor: `customer:${customerId}`, action, target: `saved-method:${id}`, detail: { label } });
  }
}

const words = ({ label, expires }: GivenMethod): Pick<SavedMethodRow, 'label' | 'expiresMonth' | 'expiresYear'> => ({
  label,
  expiresMonth: expires?.month ?? null,
  expiresYear: expires?.year ?? null,
});
