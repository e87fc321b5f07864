import { Injectable } from '@nestjs/common';
import type { Input, operations } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { isUniqueViolation, newId, TenantDb } from '../../platform/database/index.js';
import { Problem, type StaffActor } from '../../platform/http/index.js';
import { lackOf, type Limits } from './choosing.js';
import { ExistingServers } from './existing-servers.js';
import { MemberRows } from './member-rows.js';
import { RoomCache } from './room-cache.js';

type Body<Name extends 'createPool' | 'updatePool' | 'addPoolMember' | 'updatePoolMember'> = Input<
  (typeof operations)[Name]
>['body'];

const UNLIMITED: Limits = { vcpu: null, ramMb: null, diskGb: null, addresses: null, slots: null };

/** What staff do with pools. */
@Injectable()
export class Pools {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly members: MemberRows,
    private readonly existing: ExistingServers,
    private readonly cache: RoomCache,
  ) {}

  async create(staff: StaffActor, { name, location, tier }: Body<'createPool'>): Promise<string> {
    const id = newId();
    await this.change(staff, 'pool.created', `pool:${id}`, { name, location, tier }, () =>
      this.db.insert('provider_pools', { id, name, location, tier, createdAt: this.clock.now() }),
    );
    return id;
  }

  async update(staff: StaffActor, poolId: string, body: Body<'updatePool'>): Promise<void> {
    await this.change(staff, 'pool.updated', `pool:${poolId}`, body, async () => {
      const changed = await this.db.execute(
        `update provider_pools set name = coalesce($3, name), location = coalesce($4, location), tier = coalesce($5, tier)
         where tenant_id = $1 and id = $2`,
        [this.db.tenantId, poolId, body.name, body.location, body.tier],
      );
      if (changed === 0) throw new Problem('not-found');
    });
  }

  async remove(staff: StaffActor, poolId: string): Promise<void> {
    await this.change(staff, 'pool.removed', `pool:${poolId}`, {}, async () => {
      await this.mustExist(poolId, 'for update');
      if ((await this.members.lock([poolId], [])).length > 0) throw new Problem('in-use', 'The pool has members');
      await this.db.execute('delete from provider_pools where tenant_id = $1 and id = $2', [this.db.tenantId, poolId]);
    });
  }

  async addMember(staff: StaffActor, poolId: string, body: Body<'addPoolMember'>): Promise<void> {
    const { installationId, cpuOvercommitPercent } = body;
    const limits = { ...UNLIMITED, ...given(body.limits) };
    await this.change(staff, 'pool-member.added', `pool:${poolId}`, { ...body, limits }, async () => {
      await this.mustExist(poolId, 'for key share');
      await this.mustMakeServers(installationId);
      if ((await this.members.lock([], [installationId])).length > 0)
        throw new Problem('in-use', 'The installation is a member of a pool already');
      const id = newId();
      await this.db.insert('pool_members', {
        ...{ id, poolId, installationId, cpuOvercommitPercent, createdAt: this.clock.now() },
        ...limitColumns(limits),
      });
      await this.existing.count(id, installationId, { limits, cpuOvercommitPercent });
    });
  }

  async updateMember(staff: StaffActor, poolId: string, memberId: string, body: Body<'updatePoolMember'>): Promise<void> {
    await this.change(staff, 'pool-member.updated', `pool-member:${memberId}`, body, async () => {
      const member = await this.lockMember(poolId, memberId);
      const limits = { ...member.limits, ...given(body.limits) };
      const { state = member.state, cpuOvercommitPercent = member.cpuOvercommitPercent } = body;
      const lack = lackOf({ limits, cpuOvercommitPercent }, member.used);
      if (lack) throw new Problem('no-room', `${member.used[lack]} of ${lack} are promised already`, { resource: lack });
      await this.db.execute(
        `update pool_members set state = $3, cpu_overcommit_percent = $4, limit_vcpu = $5, limit_ram_mb = $6, limit_disk_gb = $7,
           limit_addresses = $8, limit_slots = $9 where tenant_id = $1 and id = $2`,
        [this.db.tenantId, memberId, state, cpuOvercommitPercent, ...Object.values(limitColumns(limits))],
      );
    });
  }

  async removeMember(staff: StaffActor, poolId: string, memberId: string): Promise<void> {
    await this.change(staff, 'pool-member.removed', `pool-member:${memberId}`, { poolId }, async () => {
      await this.lockMember(poolId, memberId);
      const live = await this.db.one(
        `select id from placements where tenant_id = $1 and member_id = $2 and state <> 'released' limit 1`,
        [this.db.tenantId, memberId],
      );
      if (live) throw new Problem('in-use', 'Services have their place there');
      await this.db.execute('delete from pool_members where tenant_id = $1 and id = $2', [this.db.tenantId, memberId]);
    });
  }

  private async lockMember(poolId: string, memberId: string) {
    const member = await this.members.lockOne(memberId);
    if (member?.poolId !== poolId) throw new Problem('not-found');
    return member;
  }

  private async mustExist(poolId: string, lock: 'for update' | 'for key share'): Promise<void> {
    const sql = `select id from provider_pools where tenant_id = $1 and id = $2 ${lock}`;
    if (!(await this.db.one(sql, [this.db.tenantId, poolId]))) throw new Problem('not-found');
  }

  private async mustMakeServers(installationId: string): Promise<void> {
    const found = await this.db.one<{ kind: string }>('select kind from plugin_installations where tenant_id = $1 and id = $2', [
      this.db.tenantId,
      installationId,
    ]);
    if (!found) throw new Problem('not-found');
    if (found.kind !== 'server-provider') throw Problem.field('installationId', 'makes no servers', 'no-provider');
  }

  private async change(
    staff: StaffActor,
    action: string,
    target: string,
    detail: object,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await this.db.run(staff.tenantId, async () => {
        await work();
        await this.audit.record({ actor: `staff:${staff.id}`, action, target, detail });
        this.db.afterCommit(() => this.cache.forgetAll(staff.tenantId));
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new Problem('name-taken');
      throw error;
    }
  }
}

/** Without what was left out. */
const given = (limits: Partial<{ readonly [Name in keyof Limits]: number | null | undefined }> | undefined): Partial<Limits> =>
  Object.fromEntries(Object.entries(limits ?? {}).filter(([, limit]) => limit !== undefined));

const limitColumns = ({ vcpu, ramMb, diskGb, addresses, slots }: Limits) => ({
  limitVcpu: vcpu,
  limitRamMb: ramMb,
  limitDiskGb: diskGb,
  limitAddresses: addresses,
  limitSlots: slots,
});
