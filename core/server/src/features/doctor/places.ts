import { allFindings, type Invariant } from './finding.js';

const OVERFULL = `
  select 'member ' || id || ' has promised more than it may hold' as finding
  from pool_members where tenant_id = $1 and (used_vcpu::bigint * 100 > limit_vcpu::bigint * cpu_overcommit_percent
    or used_ram_mb > limit_ram_mb or used_disk_gb > limit_disk_gb or used_addresses > limit_addresses or used_slots > limit_slots)`;

/** What a member says that it has promised is what the places there come to. */
const MISCOUNTED = `
  select 'member ' || m.id || ' counts ' || concat_ws('/', m.used_vcpu, m.used_ram_mb, m.used_disk_gb, m.used_addresses, m.used_slots)
    || '; its places come to ' || concat_ws('/', p.vcpu, p.ram_mb, p.disk_gb, p.addresses, p.slots) as finding
  from pool_members m
  cross join lateral (
    select coalesce(sum(vcpu), 0) as vcpu, coalesce(sum(ram_mb), 0) as ram_mb, coalesce(sum(disk_gb), 0) as disk_gb,
      coalesce(sum(addresses), 0) as addresses, coalesce(sum(slots), 0) as slots
    from placements where tenant_id = $1 and member_id = m.id and state in ('reserved', 'used')
  ) as p
  where m.tenant_id = $1 and (m.used_vcpu, m.used_ram_mb, m.used_disk_gb, m.used_addresses, m.used_slots)
    is distinct from (p.vcpu, p.ram_mb, p.disk_gb, p.addresses, p.slots)`;

const TWICE = `
  select 'service ' || service_id || ' has ' || count(*) || ' places' as finding
  from placements where tenant_id = $1 and state <> 'released' group by service_id having count(*) > 1`;

/** A moment passes between what has happened to a service and the handlers that see to its place. */
const isAboutToHear = (service: string): string => `exists (
    select 1 from pgboss.job j join events e on e.tenant_id = $1 and e.id::text = j.data->>'eventId'
    where j.name = 'events/deliver' and j.state in ('created', 'retry', 'active') and e.name in ('service.terminated', 'task.finished')
      and e.data->>'serviceId' = ${service}::text)`;

const LEFT_BEHIND = `
  select 'service ' || s.id || ' has ended and keeps its place' as finding
  from placements p join services s on s.tenant_id = p.tenant_id and s.id = p.service_id
  where p.tenant_id = $1 and p.state <> 'released' and s.state = 'terminated' and not ${isAboutToHear('s.id')}`;

/** A machine whose service is over and that people have yet to wipe is nobody's. */
const MACHINES = `
  select 'machine ' || i.name || ' is ' || i.state || case when p.id is null then ' without a place' else ' and has a place' end as finding
  from inventory_items i
  left join placements p on p.tenant_id = i.tenant_id and p.item_id = i.id and p.state in ('reserved', 'used')
  where i.tenant_id = $1 and ((i.state = 'assigned') <> (p.id is not null) or p.service_id <> i.service_id)
    and not (p.id is null and (${isAboutToHear('i.service_id')} or exists (
      select 1 from service_tasks t where t.tenant_id = $1 and t.service_id = i.service_id and t.kind = 'release' and t.state = 'open')))`;

export const places: Invariant = {
  id: 'I14',
  claim: 'No place is promised twice, and what is over has given its place back',
  check: look => allFindings(look, [OVERFULL, MISCOUNTED, TWICE, LEFT_BEHIND, MACHINES]),
};
