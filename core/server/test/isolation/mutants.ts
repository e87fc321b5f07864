/** Mistakes that somebody could make in a migration, with the rule that must see each. */
export const MUTANTS: readonly { readonly mistake: string; readonly sql: string; readonly rule: string }[] = [
  { mistake: 'row-level security is switched off', sql: 'alter table app.invoices disable row level security', rule: 'S2' },
  { mistake: 'row-level security is not forced', sql: 'alter table app.customers no force row level security', rule: 'S2' },
  {
    mistake: 'a policy checks nothing on the way in',
    sql: 'alter policy tenant on app.orders with check (true)',
    rule: 'S3',
  },
  {
    mistake: 'a policy takes no tenant for all tenants',
    sql: `alter policy tenant on app.carts using (nullif(current_setting('app.tenant_id', true), '') is null or tenant_id = app.current_tenant())`,
    rule: 'S3',
  },
  {
    mistake: 'a policy shows nothing where it should be loud',
    sql: `alter policy tenant on app.payments using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)`,
    rule: 'S3',
  },
  {
    mistake: 'a policy asks a function of the same name elsewhere',
    sql: `create function public.current_tenant() returns uuid language sql as 'select gen_random_uuid()';
      alter policy tenant on app.plans using (tenant_id = public.current_tenant()) with check (tenant_id = public.current_tenant())`,
    rule: 'S3',
  },
  {
    mistake: 'a policy is only for reading',
    sql: 'drop policy tenant on app.plans; create policy tenant on app.plans for select using (tenant_id = app.current_tenant())',
    rule: 'S3',
  },
  {
    mistake: 'the policy is gone',
    sql: 'drop policy tenant on app.webhook_inbox',
    rule: 'S3',
  },
  { mistake: 'a second policy lets everything through', sql: 'create policy helpful on app.invoices using (true)', rule: 'S3b' },
  {
    mistake: 'the role that finds tenants may read customers',
    sql: 'create policy system_read on app.customers for select to app_system using (true)',
    rule: 'S3b',
  },
  { mistake: 'a new table does not say whose its rows are', sql: 'create table app.notes (id uuid primary key)', rule: 'S1' },
  {
    mistake: 'a new table has no policies',
    sql: 'create table app.notes (tenant_id uuid not null references app.tenants, id uuid, primary key (tenant_id, id))',
    rule: 'S2',
  },
  {
    mistake: 'a partition stands open beside its guarded table',
    sql: `create table app.readings (tenant_id uuid not null, at timestamptz not null, primary key (tenant_id, at)) partition by range (at);
      select app.isolate('app.readings', 'select');
      create table app.readings_2026 partition of app.readings for values from ('2026-01-01') to ('2027-01-01')`,
    rule: 'S2',
  },
  {
    mistake: 'tenant_id may be empty',
    sql: 'alter table app.events drop constraint events_pkey; alter table app.events alter tenant_id drop not null',
    rule: 'S1',
  },
  { mistake: 'the application may step around policies', sql: 'alter role app_runtime bypassrls', rule: 'S4' },
  { mistake: 'the application can act as the owner', sql: 'grant app_owner to app_runtime', rule: 'S4' },
  { mistake: 'the application reads all data by a role of PostgreSQL', sql: 'grant pg_read_all_data to app_runtime', rule: 'S4' },
  { mistake: 'a table belongs to the application', sql: 'alter table app.carts owner to app_runtime', rule: 'S4' },
  { mistake: 'the application may create tables', sql: 'grant create on schema app to app_runtime', rule: 'S4' },
  {
    mistake: 'a number is unique across tenants',
    sql: 'create unique index invoices_number on app.invoices (number)',
    rule: 'S5',
  },
  {
    mistake: 'an index leads with something else',
    sql: 'create index orders_by_state on app.orders (state, tenant_id)',
    rule: 'S5',
  },
  {
    mistake: 'a foreign key leaves the tenant out',
    sql: `alter table app.payments add constraint simple foreign key (installation_id) references app.installation_names (id)`,
    rule: 'S6',
  },
  {
    mistake: 'a view reads with the rights of its owner',
    sql: 'create view app.debtors as select * from app.invoices',
    rule: 'S8',
  },
  {
    mistake: 'a materialized view keeps what everybody has',
    sql: 'create materialized view app.totals as select tenant_id, sum(total_minor) from app.invoices group by 1 with no data',
    rule: 'S8',
  },
  {
    mistake: 'a function lends the rights of its owner',
    sql: `create function app.peek() returns bigint language sql security definer as 'select count(*) from app.invoices'`,
    rule: 'S9',
  },
  {
    mistake: 'the application may empty a table past its policies',
    sql: 'grant truncate on app.invoices to app_runtime',
    rule: 'S10',
  },
  { mistake: 'everybody may read a table', sql: 'grant select on app.customers to public', rule: 'S10' },
  { mistake: 'the application may read operators', sql: 'grant select on app.operators to app_runtime', rule: 'S10' },
  {
    mistake: 'the role that finds tenants may read the secrets of plugins',
    sql: 'grant select (secrets) on app.plugin_installations to app_system',
    rule: 'S10',
  },
  {
    mistake: 'no tenant is taken for an empty shop',
    sql: `create or replace function app.current_tenant() returns uuid language sql stable as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$`,
    rule: 'S11',
  },
  {
    mistake: 'a query may name another tenant on its way',
    sql: 'grant execute on function pg_catalog.set_config(text, text, boolean) to public',
    rule: 'S12',
  },
];

/** What the simple foreign key of a mutant points at; its own mistakes are not the ones looked for. */
export const GROUND = 'create table app.installation_names (tenant_id uuid not null, id uuid primary key)';
