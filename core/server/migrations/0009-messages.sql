create table deliveries (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  dedupe_key text not null,
  template text not null,
  /* Who knows how to finish it: secrets and attachments are made at the moment of sending. */
  handler text not null,
  installation_id uuid,
  customer_id uuid not null,
  recipient text not null,
  locale text not null,
  data jsonb not null,
  state text not null check (state in ('queued', 'accepted', 'delivered', 'bounced', 'rejected', 'unknown', 'failed')),
  attempts int not null default 0,
  /* Attempts that may have reached the reader without our knowing. */
  unknowns int not null default 0,
  /* Grows with everything that happens to it; a job of an earlier turn does nothing. */
  turn int not null default 0,
  reference text,
  detail text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, dedupe_key),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id)
);
create index deliveries_by_time on deliveries (tenant_id, created_at desc, id desc);
select app.isolate('deliveries', 'select', 'insert', 'update (state, attempts, unknowns, turn, reference, detail, sent_at)');

/* Printed once, kept as printed: the hash says that it has not changed since. */
create table documents (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  variant text not null,
  sha256 text not null,
  content bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, subject_id, variant)
);
select app.isolate('documents', 'select', 'insert');
