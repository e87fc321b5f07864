/* Cards and accounts that customers left with a provider. The token opens money: it is kept sealed, and not at all once the provider has forgotten it. */
create table saved_methods (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  installation_id uuid not null,
  customer_id uuid not null,
  token_hash text not null,
  token_sealed text,
  label text not null,
  expires_month int check (expires_month between 1 and 12),
  expires_year int,
  state text not null check (state in ('active', 'removed')),
  is_default boolean not null default false check (state = 'active' or not is_default),
  /* How many of the notices about its end have gone out. */
  notices int not null default 0,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, customer_id, token_hash),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create unique index saved_methods_one_default on saved_methods (tenant_id, customer_id) where is_default;
create index saved_methods_by_customer on saved_methods (tenant_id, customer_id, created_at);
create index saved_methods_by_expiry on saved_methods (tenant_id, expires_year, expires_month) where state = 'active';
select app.isolate('saved_methods', 'select', 'insert',
  'update (token_sealed, label, expires_month, expires_year, state, is_default, notices, removed_at)');

/* What the customer agreed to, and what is charged: the same words again when the answer to the first was lost. The owner
   reads all rows for a moment, because a new foreign key looks at those that are there. */
alter table payments no force row level security;
alter table saved_methods no force row level security;
alter table payments
  add column save_method boolean not null default false,
  add column saved_method_id uuid,
  add column off_session boolean not null default false,
  add foreign key (tenant_id, saved_method_id) references saved_methods (tenant_id, id);
alter table payments force row level security;
alter table saved_methods force row level security;

/* Periods are counted from the anchor, 0 is the one that was ordered. The number makes a period one, whatever its hours. */
alter table billed_periods add column number int not null default 0 check (number >= 0);
create unique index billed_periods_by_number on billed_periods (tenant_id, service_id, number);

/* What becomes of a renewal's invoice. */
create table renewals (
  tenant_id uuid not null default app.current_tenant() references tenants,
  invoice_id uuid not null,
  service_id uuid not null,
  customer_id uuid not null,
  due_at timestamptz not null,
  /* Waits for its day; is being charged; nothing more is tried and the customer pays; is paid. */
  state text not null check (state in ('waiting', 'charging', 'manual', 'paid')),
  tries int not null default 0,
  /* Grows with everything that happens to it; a job of an earlier turn does nothing. */
  turn int not null default 0,
  next_try_at timestamptz,
  payment_id uuid,
  primary key (tenant_id, invoice_id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id) deferrable initially deferred,
  foreign key (tenant_id, service_id) references services (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
create index renewals_by_service on renewals (tenant_id, service_id);
create index renewals_by_state on renewals (tenant_id, state, next_try_at);
create unique index renewals_by_payment on renewals (tenant_id, payment_id) where payment_id is not null;
select app.isolate('renewals', 'select', 'insert', 'update (state, tries, turn, next_try_at, payment_id)');

create index services_by_renewal on services (tenant_id, renews_at) where state = 'active' and renews_at is not null;

/* The last day, in the tenant's own calendar, on which a daily task was begun. */
create table daily_runs (
  tenant_id uuid not null default app.current_tenant() references tenants,
  task text not null,
  day text not null,
  primary key (tenant_id, task)
);
select app.isolate('daily_runs', 'select', 'insert', 'update (day)');

/* Comparisons of a provider's settled payments with the books. */
create table settlement_runs (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  installation_id uuid not null,
  day text not null,
  state text not null check (state in ('running', 'done', 'failed')),
  from_at timestamptz not null,
  until_at timestamptz not null,
  compared int not null default 0,
  differences int not null default 0,
  problem text,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, day),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id)
);
create index settlement_runs_by_time on settlement_runs (tenant_id, started_at desc, id desc);
select app.isolate('settlement_runs', 'select', 'insert', 'update (state, compared, differences, problem, finished_at)');

/* What is found again by a later run is the same difference. */
create table settlement_differences (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  run_id uuid not null,
  installation_id uuid not null,
  kind text not null check (kind in ('missing-here', 'missing-there', 'amount', 'currency', 'fee')),
  reference text not null,
  payment_id uuid,
  ours_minor bigint,
  ours_currency char(3),
  theirs_minor bigint,
  theirs_currency char(3),
  state text not null check (state in ('open', 'gone', 'closed')),
  note text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, reference, kind),
  foreign key (tenant_id, run_id) references settlement_runs (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
create index settlement_differences_by_time on settlement_differences (tenant_id, first_seen_at desc, id desc);
create index settlement_differences_open on settlement_differences (tenant_id, first_seen_at desc) where state = 'open';
select app.isolate('settlement_differences', 'select', 'insert',
  'update (run_id, payment_id, ours_minor, ours_currency, theirs_minor, theirs_currency, state, note, last_seen_at)');
create index payments_by_settlement on payments (tenant_id, installation_id, settled_at) where state = 'succeeded';

/* Messages go to the staff too. */
alter table deliveries no force row level security;
alter table staff no force row level security;
alter table deliveries
  alter column customer_id drop not null,
  add column staff_id uuid,
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id),
  add check (num_nonnulls(customer_id, staff_id) = 1);
alter table deliveries force row level security;
alter table staff force row level security;
