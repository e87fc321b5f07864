/* What customers have with us besides their invoices. The row is the lock of whoever spends, its check the last word. */
create table customer_credits (
  tenant_id uuid not null default app.current_tenant() references tenants,
  customer_id uuid not null,
  currency char(3) not null,
  balance_minor bigint not null check (balance_minor >= 0),
  primary key (tenant_id, customer_id, currency),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
select app.isolate('customer_credits', 'select', 'insert', 'update (balance_minor)');

create table credit_entries (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  /* The same key moves credit once, whoever repeats it. */
  key text not null,
  customer_id uuid not null,
  currency char(3) not null,
  kind text not null check (kind in ('surplus', 'payment', 'refund', 'returned')),
  amount_minor bigint not null check (amount_minor <> 0),
  invoice_id uuid,
  invoice_number text,
  payment_id uuid,
  refund_id uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
create index credit_entries_by_customer on credit_entries (tenant_id, customer_id, created_at desc, id desc);
create index credit_entries_by_invoice on credit_entries (tenant_id, invoice_id);
create index credit_entries_by_payment on credit_entries (tenant_id, payment_id);
select app.isolate('credit_entries', 'select', 'insert');

/* What credit notes gave back, and what disputes hold or took. */
alter table invoices
  add column refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  add column disputed_minor bigint not null default 0 check (disputed_minor >= 0),
  add constraint invoices_refunded_of_paid check (refunded_minor <= paid_minor);
grant update (refunded_minor, disputed_minor) on invoices to app_runtime;
create or replace function app.refuse_invoice_change() returns trigger language plpgsql set search_path = pg_catalog as $$
declare changing constant text[] := array['state', 'paid_minor', 'paid_at', 'refunded_minor', 'disputed_minor'];
begin
  if tg_op = 'DELETE' or to_jsonb(new) - changing <> to_jsonb(old) - changing then
    raise exception 'an issued invoice does not change' using errcode = 'P0I01';
  end if;
  return new;
end $$;

/* `refunded_minor` counts what is on its way back too: nobody may promise the same money twice. */
alter table payments
  add column refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  add column disputed_minor bigint not null default 0 check (disputed_minor >= 0),
  add column fee_minor bigint check (fee_minor >= 0),
  add column fee_currency char(3),
  add column captures int not null default 0,
  add column capture_at timestamptz,
  add constraint payments_give_back_what_they_brought check (refunded_minor + disputed_minor <= coalesce(received_minor, 0));
grant update (refunded_minor, disputed_minor, fee_minor, fee_currency, captures, capture_at) on payments to app_runtime;

create table credit_notes (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  series text not null,
  sequence bigint not null check (sequence > 0),
  number text not null,
  state text not null check (state in ('issued', 'void')),
  refund_id uuid not null,
  invoice_id uuid not null,
  invoice_number text not null,
  customer_id uuid not null,
  locale text not null,
  currency char(3) not null,
  subtotal_minor bigint not null check (subtotal_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null check (total_minor > 0 and total_minor = subtotal_minor + tax_minor),
  seller jsonb not null,
  buyer jsonb not null,
  lines jsonb not null,
  taxes jsonb not null,
  reason text not null,
  issued_at timestamptz not null,
  previous_hash text not null,
  hash text not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, series, sequence),
  unique (tenant_id, refund_id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index credit_notes_by_time on credit_notes (tenant_id, issued_at desc, id desc);
create index credit_notes_by_customer on credit_notes (tenant_id, customer_id, issued_at desc, id desc);
create index credit_notes_by_invoice on credit_notes (tenant_id, invoice_id, issued_at desc, id desc);
select app.isolate('credit_notes', 'select', 'insert', 'update (state)');
create function app.refuse_credit_note_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'state' <> to_jsonb(old) - 'state' or old.state = 'void' and new.state <> 'void' then
    raise exception 'an issued credit note does not change' using errcode = 'P0I01';
  end if;
  return new;
end $$;
create trigger credit_notes_immutable before update or delete on credit_notes for each row execute function app.refuse_credit_note_change();

create table refunds (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  invoice_number text not null,
  customer_id uuid not null,
  installation_id uuid not null,
  origin text not null check (origin in ('gateway', 'manual', 'desk')),
  state text not null check (state in ('pending', 'succeeded', 'failed')),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  /* The part that is the customer's credit; the rest is the invoice's. */
  credit_minor bigint not null check (credit_minor >= 0 and credit_minor <= amount_minor),
  reason text not null,
  reference text,
  note text,
  credit_note_id uuid,
  /* How often the gateway was told, always under the same key, and whether it may have done it without our knowing. */
  calls int not null default 0,
  is_uncertain boolean not null default false,
  calling_since timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, reference),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id),
  foreign key (tenant_id, credit_note_id) references credit_notes (tenant_id, id)
);
create index refunds_by_time on refunds (tenant_id, created_at desc, id desc);
create index refunds_by_payment on refunds (tenant_id, payment_id);
create index refunds_by_invoice on refunds (tenant_id, invoice_id);
create index refunds_by_customer on refunds (tenant_id, customer_id, created_at desc, id desc);
create index refunds_in_doubt on refunds (tenant_id, created_at desc, id desc) where note is not null;
select app.isolate('refunds', 'select', 'insert', 'update (state, reference, note, credit_minor, credit_note_id, calls, is_uncertain, calling_since, settled_at)');

create table disputes (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  installation_id uuid not null,
  reference text not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  invoice_number text not null,
  customer_id uuid not null,
  state text not null check (state in ('opened', 'won', 'lost')),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor >= 0),
  fee_minor bigint check (fee_minor >= 0),
  fee_currency char(3),
  /* What of the amount is in the books; less than it where the payment had no more to give. */
  booked_minor bigint not null default 0 check (booked_minor >= 0 and booked_minor <= amount_minor),
  reason text,
  note text,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, reference),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id)
);
create index disputes_by_time on disputes (tenant_id, opened_at desc, id desc);
create index disputes_by_payment on disputes (tenant_id, payment_id);
create index disputes_by_state on disputes (tenant_id, state, opened_at desc);
select app.isolate('disputes', 'select', 'insert', 'update (state, fee_minor, fee_currency, booked_minor, reason, note, closed_at)');

/* Which payment at the gateway an event is about, so that it is found when that payment becomes known; and what staff did. */
alter table webhook_inbox
  drop constraint webhook_inbox_state_check,
  add constraint webhook_inbox_state_check check (state in ('received', 'applied', 'unmatched', 'matched', 'dismissed')),
  add column payment_reference text,
  add column problem text,
  add column note text,
  add column payment_id uuid;
create index webhook_inbox_by_payment_reference on webhook_inbox (tenant_id, installation_id, payment_reference) where state = 'unmatched';
create index webhook_inbox_for_staff on webhook_inbox (tenant_id, state, received_at desc, id desc) where problem is not null;
grant update (problem, note, payment_id) on webhook_inbox to app_runtime;

/* The rows of all shops at once, which is the owner's to see for a moment. */
alter table payments no force row level security;
alter table webhook_inbox no force row level security;
alter table ledger_postings no force row level security;
alter table credit_entries no force row level security;
alter table customer_credits no force row level security;
alter table webhook_inbox
  add constraint webhook_inbox_payment foreign key (tenant_id, payment_id) references payments (tenant_id, id);
/* A surplus used to stay on the customer's account. It has an account of its own now. */
insert into credit_entries (tenant_id, id, key, customer_id, currency, kind, amount_minor, invoice_id, invoice_number, payment_id, created_at)
  select tenant_id, gen_random_uuid(), 'surplus:' || id, customer_id, currency, 'surplus', received_minor - applied_minor,
    invoice_id, invoice_number, id, settled_at
  from payments where state = 'succeeded' and received_currency = currency and received_minor > applied_minor;
insert into customer_credits (tenant_id, customer_id, currency, balance_minor)
  select tenant_id, customer_id, currency, sum(amount_minor) from credit_entries group by tenant_id, customer_id, currency;
insert into ledger_postings (tenant_id, id, transaction_id, source, destination, amount_minor, currency, reference, idempotency_key, created_at)
  select tenant_id, gen_random_uuid(), gen_random_uuid(), 'customer:' || customer_id, 'credit:' || customer_id, amount_minor, currency,
    'payment:' || payment_id, 'credit:' || key || '#0', created_at
  from credit_entries;
alter table payments force row level security;
alter table webhook_inbox force row level security;
alter table ledger_postings force row level security;
alter table credit_entries force row level security;
alter table customer_credits force row level security;

/* How many disputes there are about the payments of a service: open ones, and lost ones. */
alter table services add column disputes int not null default 0;
grant update (disputes) on services to app_runtime;
