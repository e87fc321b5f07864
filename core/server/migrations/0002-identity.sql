create table customers (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  email text not null check (email = lower(email)),
  name text not null,
  name_key text not null,
  password_hash text not null,
  locale text not null,
  billing jsonb,
  state text not null default 'active' check (state in ('active', 'locked')),
  email_confirmed_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, email)
);
create index customers_by_time on customers (tenant_id, created_at desc, id desc);
create index customers_by_name on customers (tenant_id, name_key);
select app.isolate('customers', 'select', 'insert', 'update (email, name, name_key, password_hash, locale, billing, state, email_confirmed_at)');

create table staff (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  email text not null check (email = lower(email)),
  name text not null,
  password_hash text not null,
  role text not null check (role in ('owner', 'support', 'accountant')),
  state text not null default 'active' check (state in ('active', 'locked')),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, email)
);
select app.isolate('staff', 'select', 'insert', 'update (name, password_hash, role, state)');

/* Refresh tokens: only a hash is kept; each is used once, and a second use ends its family (RFC 9700, section 4.14.2). */
create table refresh_tokens (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  family_id uuid not null,
  subject_kind text not null check (subject_kind in ('customer', 'staff')),
  subject_id uuid not null,
  token_hash text not null,
  user_agent text not null,
  address text not null,
  family_started_at timestamptz not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash)
);
create index refresh_tokens_by_subject on refresh_tokens (tenant_id, subject_kind, subject_id, expires_at);
create index refresh_tokens_by_family on refresh_tokens (tenant_id, family_id);
select app.isolate('refresh_tokens', 'select', 'insert', 'delete', 'update (used_at, revoked_at)');

/* Links in mails: one purpose, one use, only a hash is kept. */
create table one_time_tokens (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  purpose text not null check (purpose in ('confirm-email', 'reset-password')),
  customer_id uuid not null,
  token_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index one_time_tokens_by_customer on one_time_tokens (tenant_id, customer_id, purpose);
select app.isolate('one_time_tokens', 'select', 'insert', 'delete', 'update (used_at)');
