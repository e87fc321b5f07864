-- The roles exist already (platform/database/roles.ts): app_owner owns, app_runtime serves, app_system finds tenants, app_jobs owns the queue.

/* The tenant of this transaction. Loud when there is none: an answer of zero rows would look like an empty shop. */
create function app.current_tenant() returns uuid
language plpgsql stable parallel safe set search_path = pg_catalog as $$
declare tenant text := current_setting('app.tenant_id', true);
begin
  if tenant is null or tenant = '' then
    raise exception 'no tenant context' using errcode = 'P0T01';
  end if;
  return tenant::uuid;
end $$;

/* Puts a table under row-level security with the one canonical policy and gives the application the named privileges. */
create function app.isolate(target regclass, variadic privileges text[]) returns void
language plpgsql set search_path = pg_catalog, app as $$
declare privilege text;
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s using (tenant_id = app.current_tenant()) with check (tenant_id = app.current_tenant())', target);
  foreach privilege in array privileges loop
    execute format('grant %s on %s to app_runtime', privilege, target);
  end loop;
end $$;
revoke execute on function app.isolate(regclass, text[]) from public;

create table tenants (
  tenant_id uuid not null primary key,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
  name text not null,
  state text not null default 'active' check (state in ('active', 'suspended', 'closed')),
  locale text not null,
  locales text[] not null,
  currency char(3) not null,
  currencies text[] not null,
  time_zone text not null,
  theme text not null,
  brand jsonb not null default '{}',
  legal jsonb not null default '{}',
  texts jsonb not null default '{}',
  payment_days int not null default 7 check (payment_days between 0 and 90),
  created_at timestamptz not null
);
select app.isolate('tenants', 'select');
create policy system_read on tenants for select to app_system using (true);
create policy system_create on tenants for insert to app_system with check (true);
grant select, insert on tenants to app_system;

create table domains (
  tenant_id uuid not null references tenants,
  host text not null check (host = lower(host)),
  is_canonical boolean not null default false,
  created_at timestamptz not null,
  primary key (tenant_id, host),
  unique (host)
);
create unique index domains_canonical on domains (tenant_id) where is_canonical;
select app.isolate('domains', 'select');
create policy system_read on domains for select to app_system using (true);
create policy system_create on domains for insert to app_system with check (true);
grant select, insert on domains to app_system;

create table publishable_keys (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  key text not null,
  origins text[] not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (key)
);
select app.isolate('publishable_keys', 'select', 'insert', 'update (origins, revoked_at)');
create policy system_read on publishable_keys for select to app_system using (true);
grant select on publishable_keys to app_system;

/* Operators belong to the platform, not to a tenant: only app_system sees them. */
create table operators (
  id uuid not null primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text not null,
  created_at timestamptz not null
);
alter table operators enable row level security;
alter table operators force row level security;
create policy system_all on operators to app_system using (true) with check (true);
grant select, insert, update (password_hash) on operators to app_system;
