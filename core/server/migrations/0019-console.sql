/* The ways to consoles: each is opened once, by whoever holds its ticket, and remembered while it is open. */
create table console_tickets (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  service_id uuid not null,
  installation_id uuid not null,
  opened_by text not null,
  token_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  /* When the process that holds the console last said so: the consoles of one that is gone do not count. */
  seen_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, service_id) references services (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id)
);
create index console_tickets_by_service on console_tickets (tenant_id, service_id);
create index console_tickets_by_end on console_tickets (tenant_id, expires_at);
select app.isolate('console_tickets', 'select', 'insert', 'delete', 'update (used_at, seen_at, ended_at)');
