/* Account statements that staff imported. The same file again is the same import. */
create table statements (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  installation_id uuid not null,
  name text not null,
  digest text not null,
  booked_from text check (booked_from ~ '^\d{4}-\d{2}-\d{2}$'),
  booked_until text check (booked_until ~ '^\d{4}-\d{2}-\d{2}$'),
  faults int not null check (faults >= 0),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, digest),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id)
);
create index statements_by_time on statements (tenant_id, created_at desc, id desc);
select app.isolate('statements', 'select', 'insert');

/* Bookings that brought money, each once, however many statements hold it. Without a payment they wait for staff. */
create table statement_lines (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  statement_id uuid not null,
  installation_id uuid not null,
  /* The gateway's name for the booking, the same in every statement; also the reference of its payment. */
  reference text not null,
  line int not null check (line > 0),
  booked_on text not null check (booked_on ~ '^\d{4}-\d{2}-\d{2}$'),
  payer text,
  words text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  state text not null default 'unmatched' check (state in ('unmatched', 'matched', 'dismissed')),
  /* Why nothing was paid with it by itself. */
  reason text,
  /* The invoice that it pays or, while it pays nothing, the one that it names. */
  invoice_id uuid,
  payment_id uuid,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, installation_id, reference),
  check ((state = 'matched') = (payment_id is not null)),
  check (state <> 'matched' or invoice_id is not null),
  foreign key (tenant_id, statement_id) references statements (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
create index statement_lines_by_time on statement_lines (tenant_id, created_at desc, id desc);
create index statement_lines_by_state on statement_lines (tenant_id, state, created_at desc, id desc);
create index statement_lines_of_statement on statement_lines (tenant_id, statement_id, state);
select app.isolate('statement_lines', 'select', 'insert', 'update (state, reason, invoice_id, payment_id, settled_at)');
