/* One row for each series of numbers; the row's lock makes the numbers gap-free, its hash chains the invoices. */
create table number_series (
  tenant_id uuid not null default app.current_tenant() references tenants,
  series text not null,
  next bigint not null check (next > 0),
  last_hash text not null default '',
  primary key (tenant_id, series)
);
select app.isolate('number_series', 'select', 'insert', 'update (next, last_hash)');

create table invoices (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  series text not null,
  sequence bigint not null check (sequence > 0),
  number text not null,
  customer_id uuid not null,
  order_id uuid,
  state text not null check (state in ('open', 'overdue', 'paid', 'void', 'refunded')),
  locale text not null,
  currency char(3) not null,
  subtotal_minor bigint not null check (subtotal_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null check (total_minor = subtotal_minor + tax_minor),
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  seller jsonb not null,
  buyer jsonb not null,
  lines jsonb not null,
  taxes jsonb not null,
  issued_at timestamptz not null,
  due_at timestamptz not null,
  paid_at timestamptz,
  previous_hash text not null,
  hash text not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, series, sequence),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id)
);
create unique index invoices_of_order on invoices (tenant_id, order_id) where order_id is not null;
create index invoices_by_time on invoices (tenant_id, issued_at desc, id desc);
create index invoices_by_customer on invoices (tenant_id, customer_id, issued_at desc, id desc);
create index invoices_by_state on invoices (tenant_id, state, due_at);
select app.isolate('invoices', 'select', 'insert', 'update (state, paid_minor, paid_at)');

/* The grant lets the application touch three columns; this stops everybody else, the owner included. */
create function app.refuse_invoice_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE'
    or to_jsonb(new) - array['state', 'paid_minor', 'paid_at'] <> to_jsonb(old) - array['state', 'paid_minor', 'paid_at'] then
    raise exception 'an issued invoice does not change' using errcode = 'P0I01';
  end if;
  return new;
end $$;
create trigger invoices_immutable before update or delete on invoices for each row execute function app.refuse_invoice_change();

/* One bill for a service and a period, whatever asked for it. */
create table billed_periods (
  tenant_id uuid not null default app.current_tenant() references tenants,
  service_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  invoice_id uuid not null,
  primary key (tenant_id, service_id, starts_at),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create index billed_periods_by_invoice on billed_periods (tenant_id, invoice_id);
select app.isolate('billed_periods', 'select', 'insert');

/* Double entry: each posting moves an amount from one account to another, so every sum over all accounts is zero. Append-only by grant. */
create table ledger_postings (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  transaction_id uuid not null,
  source text not null,
  destination text not null check (destination <> source),
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  reference text not null,
  idempotency_key text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, idempotency_key)
);
create index ledger_postings_by_source on ledger_postings (tenant_id, source, currency);
create index ledger_postings_by_destination on ledger_postings (tenant_id, destination, currency);
create index ledger_postings_by_reference on ledger_postings (tenant_id, reference);
select app.isolate('ledger_postings', 'select', 'insert');
