create table payments (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  invoice_id uuid not null,
  invoice_number text not null,
  customer_id uuid not null,
  installation_id uuid not null,
  state text not null check (state in ('created', 'pending', 'requires-action', 'authorized', 'succeeded', 'declined', 'cancelled', 'unknown', 'failed')),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  received_minor bigint check (received_minor >= 0),
  received_currency char(3),
  applied_minor bigint not null default 0 check (applied_minor >= 0),
  reference text,
  step jsonb,
  return_url text not null default '',
  problem_code text,
  message text,
  may_retry boolean not null default true,
  note text,
  /* How often the gateway was told to start it, always under the same key. */
  starts int not null default 1,
  /* Rounds of asking that are behind it; when it was last asked about, and when the gateway first did not know it. */
  checks int not null default 0,
  asked_at timestamptz,
  absent_at timestamptz,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, reference),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id)
);
create index payments_by_time on payments (tenant_id, created_at desc, id desc);
create index payments_by_customer on payments (tenant_id, customer_id, created_at desc, id desc);
create index payments_by_invoice on payments (tenant_id, invoice_id);
create index payments_in_doubt on payments (tenant_id, created_at desc, id desc) where note is not null or state = 'unknown';
create index payments_by_state on payments (tenant_id, state, created_at);
select app.isolate('payments', 'select', 'insert',
  'update (state, received_minor, received_currency, applied_minor, reference, step, problem_code, message, may_retry, note, starts, checks, asked_at, absent_at, settled_at)');

/* What gateways tell us, once each, before anything is done about it. */
create table webhook_inbox (
  tenant_id uuid not null default app.current_tenant() references tenants,
  installation_id uuid not null,
  event_id text not null check (length(event_id) <= 200),
  id uuid not null,
  event jsonb not null,
  state text not null default 'received' check (state in ('received', 'applied', 'unmatched')),
  received_at timestamptz not null,
  applied_at timestamptz,
  primary key (tenant_id, installation_id, event_id),
  unique (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id)
);
create index webhook_inbox_by_state on webhook_inbox (tenant_id, state, received_at);
select app.isolate('webhook_inbox', 'select', 'insert', 'update (state, applied_at)');
