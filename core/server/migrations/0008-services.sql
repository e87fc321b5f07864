create table services (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  order_id uuid not null,
  invoice_id uuid not null,
  customer_id uuid not null,
  product_id uuid not null,
  plan_id uuid not null,
  plan_version int not null,
  product_name text not null,
  plan_name text not null,
  hostname text not null,
  selection jsonb not null,
  facts jsonb not null,
  period jsonb not null,
  currency char(3) not null,
  recurring_minor bigint not null check (recurring_minor >= 0),
  state text not null check (state in ('pending', 'provisioning', 'active', 'suspended', 'failed', 'terminated')),
  server_state text check (server_state in ('creating', 'running', 'stopped', 'suspended', 'changing', 'failed', 'gone')),
  installation_id uuid,
  external_id text,
  addresses jsonb not null default '[]',
  username text,
  password_sealed text,
  anchor_at timestamptz,
  renews_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, external_id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, plan_id) references plans (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id)
);
create index services_by_time on services (tenant_id, created_at desc, id desc);
create index services_by_customer on services (tenant_id, customer_id, created_at desc, id desc);
create index services_by_order on services (tenant_id, order_id);
create index services_by_invoice on services (tenant_id, invoice_id);
create index services_by_plan on services (tenant_id, plan_id, state);
create index services_by_state on services (tenant_id, state, created_at);
select app.isolate('services', 'select', 'insert',
  'update (state, server_state, installation_id, external_id, addresses, username, password_sealed, anchor_at, renews_at)');

/* Each change to a service: the intent is written before the provider is called. */
create table service_operations (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  service_id uuid not null,
  sequence int not null check (sequence > 0),
  kind text not null check (kind in ('create', 'start', 'stop', 'restart', 'suspend', 'unsuspend', 'terminate')),
  state text not null check (state in ('waiting', 'started', 'creating', 'unknown', 'succeeded', 'failed')),
  /* What every attempt of this intent tells the provider, so that a repetition is known for one. */
  call_key text not null,
  attempt int not null default 0,
  /* Grows with everything that happens to it; a result or a job of an earlier fence is discarded. */
  fence int not null default 0,
  /* How often the provider was asked in the present state. */
  checks int not null default 0,
  /* Since when the provider says that there is no such server. */
  absent_since timestamptz,
  deadline_at timestamptz,
  problem_code text,
  /* For staff; the public message is for the customer. */
  message text,
  public_message text,
  steps jsonb not null default '[]',
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, service_id, sequence),
  foreign key (tenant_id, service_id) references services (tenant_id, id)
);
create unique index service_operations_one_at_a_time on service_operations (tenant_id, service_id)
  where state in ('waiting', 'started', 'creating', 'unknown');
select app.isolate('service_operations', 'select', 'insert',
  'update (state, call_key, attempt, fence, checks, absent_since, deadline_at, problem_code, message, public_message, steps, finished_at)');
