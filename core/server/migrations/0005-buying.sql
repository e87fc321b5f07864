create table carts (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  currency char(3) not null,
  state text not null default 'open' check (state in ('open', 'ordered')),
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
select app.isolate('carts', 'select', 'insert', 'delete', 'update (state)');

create table cart_items (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  cart_id uuid not null,
  product_id uuid not null,
  plan_id uuid not null,
  plan_version int not null,
  selection jsonb not null,
  period jsonb not null,
  hostname text,
  quantity int not null check (quantity between 1 and 50),
  lines jsonb not null,
  position int not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, cart_id) references carts (tenant_id, id) on delete cascade,
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, plan_id) references plans (tenant_id, id)
);
create index cart_items_by_cart on cart_items (tenant_id, cart_id, position);
select app.isolate('cart_items', 'select', 'insert', 'delete', 'update (quantity, lines, plan_version)');

create table orders (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  number text not null,
  customer_id uuid not null,
  cart_id uuid not null,
  state text not null check (state in ('placed', 'paid', 'completed', 'cancelled')),
  currency char(3) not null,
  today_minor bigint not null check (today_minor >= 0),
  items jsonb not null,
  placed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, cart_id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, cart_id) references carts (tenant_id, id)
);
create index orders_by_time on orders (tenant_id, placed_at desc, id desc);
create index orders_by_customer on orders (tenant_id, customer_id, placed_at desc, id desc);
select app.isolate('orders', 'select', 'insert', 'update (state)');
