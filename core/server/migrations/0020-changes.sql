/* When a service ends because its customer does not want it any more. */
alter table services add column ends_at timestamptz, add column ends_asked_at timestamptz;
grant update (ends_at, ends_asked_at) on services to app_runtime;
create index services_by_end on services (tenant_id, ends_at) where ends_at is not null and state <> 'terminated';

/* Other plans and choices for services that run, at the price that was shown when they were ordered. */
create table service_changes (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  service_id uuid not null,
  customer_id uuid not null,
  state text not null check (state in ('waiting', 'under-way', 'done', 'refused', 'expired', 'cancelled')),
  plan_id uuid not null,
  plan_version int not null,
  plan_name text not null,
  selection jsonb not null,
  facts jsonb not null,
  currency char(3) not null,
  before_minor bigint not null check (before_minor >= 0),
  recurring_minor bigint not null check (recurring_minor >= 0),
  due_minor bigint not null check (due_minor >= 0),
  /* What recurs with it, and the lines that the paid time is paid at until its end. */
  lines jsonb not null,
  covered jsonb not null,
  covered_until timestamptz,
  invoice_id uuid,
  expires_at timestamptz,
  ordered_by text not null check (ordered_by in ('customer', 'staff')),
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, plan_id) references plans (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id) deferrable initially deferred
);
create unique index service_changes_one_open on service_changes (tenant_id, service_id) where state in ('waiting', 'under-way');
create unique index service_changes_by_invoice on service_changes (tenant_id, invoice_id) where invoice_id is not null;
create index service_changes_by_service on service_changes (tenant_id, service_id, created_at desc, id desc);
create index service_changes_waiting on service_changes (tenant_id, expires_at) where state = 'waiting';
select app.isolate('service_changes', 'select', 'insert', 'update (state, expires_at, finished_at)');

/* Days after an unpaid renewal was due; null leaves the step out. A shop without a row has the usual days. */
create table dunning_settings (
  tenant_id uuid not null default app.current_tenant() references tenants,
  suspend_after_days int check (suspend_after_days between 2 and 90),
  terminate_after_days int check (terminate_after_days between 4 and 365),
  primary key (tenant_id)
);
select app.isolate('dunning_settings', 'select', 'insert', 'update (suspend_after_days, terminate_after_days)');

/* How far we have gone with an unpaid renewal. Nothing is done before the moment that was announced. */
create table dunnings (
  tenant_id uuid not null default app.current_tenant() references tenants,
  invoice_id uuid not null,
  service_id uuid not null,
  suspends_at timestamptz,
  suspended_at timestamptz,
  terminates_at timestamptz,
  terminated_at timestamptz,
  primary key (tenant_id, invoice_id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id)
);
create index dunnings_by_service on dunnings (tenant_id, service_id);
select app.isolate('dunnings', 'select', 'insert', 'update (suspends_at, suspended_at, terminates_at, terminated_at)');
