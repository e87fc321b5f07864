/* Where servers are made: installations of providers, grouped by what they offer. */
create table provider_pools (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  name text not null check (name <> ''),
  location text not null default '',
  tier text not null default '',
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
select app.isolate('provider_pools', 'select', 'insert', 'delete', 'update (name, location, tier)');

/* What an installation has room for. A limit that is null is not counted. Nothing is ever promised twice: the row is the
   lock of whoever reserves, its checks the last word. */
create table pool_members (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  pool_id uuid not null,
  installation_id uuid not null,
  state text not null default 'open' check (state in ('open', 'draining')),
  cpu_overcommit_percent int not null default 100 check (cpu_overcommit_percent between 100 and 3200),
  limit_vcpu int check (limit_vcpu >= 0),
  limit_ram_mb int check (limit_ram_mb >= 0),
  limit_disk_gb int check (limit_disk_gb >= 0),
  limit_addresses int check (limit_addresses >= 0),
  limit_slots int check (limit_slots >= 0),
  used_vcpu int not null default 0 check (used_vcpu >= 0),
  used_ram_mb int not null default 0 check (used_ram_mb >= 0),
  used_disk_gb int not null default 0 check (used_disk_gb >= 0),
  used_addresses int not null default 0 check (used_addresses >= 0),
  used_slots int not null default 0 check (used_slots >= 0),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  /* One place counts an installation, or its room would be sold twice. */
  unique (tenant_id, installation_id),
  foreign key (tenant_id, pool_id) references provider_pools (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id),
  constraint pool_members_vcpu check (used_vcpu::bigint * 100 <= limit_vcpu::bigint * cpu_overcommit_percent),
  constraint pool_members_ram check (used_ram_mb <= limit_ram_mb),
  constraint pool_members_disk check (used_disk_gb <= limit_disk_gb),
  constraint pool_members_addresses check (used_addresses <= limit_addresses),
  constraint pool_members_slots check (used_slots <= limit_slots)
);
create index pool_members_by_pool on pool_members (tenant_id, pool_id, id);
select app.isolate('pool_members', 'select', 'insert', 'delete',
  'update (state, cpu_overcommit_percent, limit_vcpu, limit_ram_mb, limit_disk_gb, limit_addresses, limit_slots,
    used_vcpu, used_ram_mb, used_disk_gb, used_addresses, used_slots)');

/* Machines that exist already and are handed out whole. */
create table inventory_items (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  item_group text not null check (item_group <> ''),
  name text not null check (name <> ''),
  facts jsonb not null default '{}',
  location text not null default '',
  notes text not null default '',
  state text not null default 'free' check (state in ('free', 'assigned', 'retired')),
  service_id uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  unique (tenant_id, service_id),
  foreign key (tenant_id, service_id) references services (tenant_id, id) deferrable initially deferred,
  constraint inventory_items_assigned_to_one check ((state = 'assigned') = (service_id is not null))
);
create index inventory_items_by_group on inventory_items (tenant_id, item_group, state, name);
select app.isolate('inventory_items', 'select', 'insert', 'update (item_group, name, facts, location, notes, state, service_id)');

/* The place of a service: set aside when it is ordered, used while it lives. `waiting`: paid for, and no place has room. */
create table placements (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  service_id uuid not null,
  /* What was asked for: it is enough to set another place aside later. */
  pool_id uuid,
  item_group text,
  wanted_installation_id uuid,
  vcpu int not null check (vcpu >= 0),
  ram_mb int not null check (ram_mb >= 0),
  disk_gb int not null check (disk_gb >= 0),
  addresses int not null check (addresses >= 0),
  slots int not null check (slots >= 0),
  /* What was found. */
  member_id uuid,
  installation_id uuid,
  item_id uuid,
  state text not null check (state in ('waiting', 'reserved', 'used', 'released')),
  reserved_at timestamptz not null,
  /* When the work on the service last set out for this place: what had ended before does not give it up. */
  used_at timestamptz,
  released_at timestamptz,
  released_why text check (released_why in ('cancelled', 'failed', 'terminated', 'unpaid')),
  primary key (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id) deferrable initially deferred,
  foreign key (tenant_id, pool_id) references provider_pools (tenant_id, id) on delete set null (pool_id),
  foreign key (tenant_id, member_id) references pool_members (tenant_id, id) on delete set null (member_id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id),
  foreign key (tenant_id, item_id) references inventory_items (tenant_id, id),
  constraint placements_somewhere check (state in ('waiting', 'released') or installation_id is not null),
  constraint placements_released_once check ((state = 'released') = (released_at is not null))
);
create unique index placements_one_live on placements (tenant_id, service_id) where state <> 'released';
create index placements_by_service on placements (tenant_id, service_id, reserved_at desc);
create index placements_by_time on placements (tenant_id, reserved_at desc, id desc);
create index placements_by_member on placements (tenant_id, member_id, reserved_at desc, id desc);
create index placements_unpaid on placements (tenant_id, service_id) where state = 'reserved';
create index placements_waiting on placements (tenant_id, reserved_at) where state = 'waiting';
select app.isolate('placements', 'select', 'insert',
  'update (vcpu, ram_mb, disk_gb, addresses, slots, member_id, installation_id, item_id, state, used_at, released_at, released_why)');

/* How long an order that nobody pays for keeps its place after its invoice was due. */
create table placement_settings (
  tenant_id uuid not null default app.current_tenant() references tenants,
  hold_days int not null check (hold_days between 0 and 90),
  primary key (tenant_id)
);
select app.isolate('placement_settings', 'select', 'insert', 'update (hold_days)');
