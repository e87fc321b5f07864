/* Comparisons of what a provider holds with our books. */
create table provider_walks (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  installation_id uuid not null,
  origin text not null check (origin in ('schedule', 'staff')),
  state text not null check (state in ('running', 'done', 'failed')),
  servers int not null default 0,
  services int not null default 0,
  findings int not null default 0,
  news int not null default 0,
  problem text,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id),
  check ((state = 'running') = (finished_at is null))
);
/* One at a time at one provider. */
create unique index provider_walks_running on provider_walks (tenant_id, installation_id) where state = 'running';
create index provider_walks_by_time on provider_walks (tenant_id, started_at desc, id desc);
create index provider_walks_by_installation on provider_walks (tenant_id, installation_id, started_at desc, id desc);
select app.isolate('provider_walks', 'select', 'insert', 'update (state, servers, services, findings, news, problem, finished_at)');

/* What is found again by a later walk is the same finding. */
create table provider_findings (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  installation_id uuid not null,
  walk_id uuid not null,
  kind text not null check (kind in ('drift', 'orphan', 'ghost')),
  aspect text not null check (aspect in ('size', 'power', 'hostname', 'unlabelled', 'unknown-service', 'ended-service', 'second-server', 'missing')),
  external_id text not null,
  service_id uuid,
  server jsonb,
  ours text,
  theirs text,
  state text not null check (state in ('open', 'ending', 'accepted', 'ignored', 'resolved', 'gone')),
  problem text,
  resolution text check (resolution in ('push', 'accept', 'ignore', 'terminate', 'adopt', 'recreate')),
  resolved_by uuid,
  resolved_at timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, external_id, aspect),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id),
  foreign key (tenant_id, walk_id) references provider_walks (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id),
  foreign key (tenant_id, resolved_by) references staff (tenant_id, id)
);
create index provider_findings_by_time on provider_findings (tenant_id, first_seen_at desc, id desc);
create index provider_findings_open on provider_findings (tenant_id, installation_id, kind) where state in ('open', 'ending');
create index provider_findings_by_service on provider_findings (tenant_id, service_id);
select app.isolate('provider_findings', 'select', 'insert',
  'update (walk_id, kind, service_id, server, ours, theirs, state, problem, resolution, resolved_by, resolved_at, last_seen_at)');
