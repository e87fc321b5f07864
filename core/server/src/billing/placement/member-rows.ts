import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import type { Member } from './choosing.js';
import type { Needs } from './needs.js';

interface MemberRow extends Pick<Member, 'id' | 'poolId' | 'installationId' | 'state' | 'enabled' | 'cpuOvercommitPercent'> {
  readonly limitVcpu: number | null;
  readonly limitRamMb: number | null;
  readonly limitDiskGb: number | null;
  readonly limitAddresses: number | null;
  readonly limitSlots: number | null;
  readonly usedVcpu: number;
  readonly usedRamMb: number;
  readonly usedDiskGb: number;
  readonly usedAddresses: number;
  readonly usedSlots: number;
}

const MEMBERS = `select m.*, i.enabled from pool_members m
  join plugin_installations i on i.tenant_id = m.tenant_id and i.id = m.installation_id where m.tenant_id = $1`;

/** What pools consist of. Methods run inside `TenantDb.run`. */
@Injectable()
export class MemberRows {
  constructor(private readonly db: TenantDb) {}

  all(): Promise<Member[]> {
    return this.members(`${MEMBERS} order by m.id`, [this.db.tenantId]);
  }

  /** Members of these pools and those that are these installations, held until the end, in the order in which everybody takes them. */
  lock(poolIds: readonly string[], installationIds: readonly string[]): Promise<Member[]> {
    return this.members(
      `${MEMBERS} and (m.pool_id = any($2::uuid[]) or m.installation_id = any($3::uuid[])) order by m.id for update of m`,
      [this.db.tenantId, orNull(poolIds), orNull(installationIds)],
    );
  }

  async lockOne(id: string): Promise<Member | undefined> {
    return (await this.members(`${MEMBERS} and m.id = $2 for update of m`, [this.db.tenantId, id]))[0];
  }

  /** Adds to what is promised of each; the checks of the table refuse what does not fit. */
  async use(more: ReadonlyMap<string, Needs>): Promise<void> {
    if (more.size === 0) return;
    const needs = [...more.values()];
    await this.db.execute(
      `update pool_members m set used_vcpu = used_vcpu + d.vcpu, used_ram_mb = used_ram_mb + d.ram_mb, used_disk_gb = used_disk_gb + d.disk_gb,
         used_addresses = used_addresses + d.addresses, used_slots = used_slots + d.slots
       from unnest($2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[]) as d (id, vcpu, ram_mb, disk_gb, addresses, slots)
       where m.tenant_id = $1 and m.id = d.id`,
      [
        this.db.tenantId,
        [...more.keys()],
        needs.map(({ vcpu }) => String(vcpu)),
        needs.map(({ ramMb }) => String(ramMb)),
        needs.map(({ diskGb }) => String(diskGb)),
        needs.map(({ addresses }) => String(addresses)),
        needs.map(({ slots }) => String(slots)),
      ],
    );
  }

  private async members(sql: string, bind: readonly unknown[]): Promise<Member[]> {
    return (await this.db.query<MemberRow>(sql, bind)).map(memberOf);
  }
}

const orNull = (ids: readonly string[]): readonly string[] | null => (ids.length > 0 ? ids : null);

function memberOf(row: MemberRow): Member {
  const { id, poolId, installationId, state, enabled, cpuOvercommitPercent } = row;
  return {
    ...{ id, poolId, installationId, state, enabled, cpuOvercommitPercent },
    limits: {
      vcpu: row.limitVcpu,
      ramMb: row.limitRamMb,
      diskGb: row.limitDiskGb,
      addresses: row.limitAddresses,
      slots: row.limitSlots,
    },
    used: {
      vcpu: row.usedVcpu,
      ramMb: row.usedRamMb,
      diskGb: row.usedDiskGb,
      addresses: row.usedAddresses,
      slots: row.usedSlots,
    },
  };
}
