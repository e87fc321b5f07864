create table products (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9-]{1,60}$'),
  type text not null,
  name jsonb not null,
  description jsonb not null,
  settings jsonb not null,
  visible boolean not null default true,
  position int not null default 0,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);
select app.isolate('products', 'select', 'insert', 'update (name, description, settings, visible, position)');

create table plans (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  product_id uuid not null,
  code text not null,
  name jsonb not null,
  description jsonb not null,
  version int not null default 1,
  base jsonb not null,
  options jsonb not null,
  periods text[] not null,
  visible boolean not null default true,
  stock int check (stock >= 0),
  position int not null default 0,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, product_id, code),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
);
select app.isolate('plans', 'select', 'insert', 'update (name, description, version, base, options, periods, visible, stock, position)');

/* The catalogue is kept in memory per tenant: a change tells every process to read it again. The payload is an id, never data. */
create function app.announce_catalog() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_notify('catalog_changed', coalesce(new.tenant_id, old.tenant_id)::text);
  return null;
end $$;
create trigger products_changed after insert or update or delete on products for each row execute function app.announce_catalog();
create trigger plans_changed after insert or update or delete on plans for each row execute function app.announce_catalog();
