/* Facts. Append-only: the audit of what happened and the outbox of what others must hear. */
create table events (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  name text not null,
  data jsonb not null,
  occurred_at timestamptz not null,
  primary key (tenant_id, id)
);
create index events_by_name on events (tenant_id, name, occurred_at);
select app.isolate('events', 'select', 'insert');

create table handled_events (
  tenant_id uuid not null default app.current_tenant() references tenants,
  handler text not null,
  event_id uuid not null,
  handled_at timestamptz not null,
  primary key (tenant_id, handler, event_id)
);
select app.isolate('handled_events', 'select', 'insert');

/* The first answer to a request that makes something; a repetition gets it again. */
create table idempotency_keys (
  tenant_id uuid not null default app.current_tenant() references tenants,
  subject text not null,
  key text not null,
  operation_id text not null,
  body_hash text not null,
  status int,
  answer jsonb,
  created_at timestamptz not null,
  locked_until timestamptz not null,
  primary key (tenant_id, subject, key)
);
create index idempotency_keys_by_time on idempotency_keys (tenant_id, created_at);
select app.isolate('idempotency_keys', 'select', 'insert', 'delete', 'update (status, answer, locked_until)');

create table plugin_installations (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  plugin_id text not null,
  kind text not null check (kind in ('payment-gateway', 'server-provider', 'notification-channel', 'product-type')),
  label text not null,
  enabled boolean not null,
  config jsonb not null,
  secrets jsonb not null default '{}',
  version int not null default 1,
  position int not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index plugin_installations_by_kind on plugin_installations (tenant_id, kind, enabled);
select app.isolate('plugin_installations', 'select', 'insert', 'update (label, enabled, config, secrets, version, position, updated_at)');
create policy system_read on plugin_installations for select to app_system using (true);
grant select (tenant_id, id, plugin_id, kind, enabled) on plugin_installations to app_system;

create table plugin_storage (
  tenant_id uuid not null default app.current_tenant() references tenants,
  installation_id uuid not null,
  key text not null check (length(key) <= 200),
  value jsonb not null,
  expires_at timestamptz,
  primary key (tenant_id, installation_id, key),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id)
);
select app.isolate('plugin_storage', 'select', 'insert', 'update', 'delete');

create table audit_entries (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  actor text not null,
  action text not null,
  target text not null,
  detail jsonb not null,
  address text,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index audit_entries_by_time on audit_entries (tenant_id, created_at desc, id desc);
select app.isolate('audit_entries', 'select', 'insert');
