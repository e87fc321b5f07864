/* What people must do for a service. A task with an operation ends it; one without stands for itself. */
create table service_tasks (
  tenant_id uuid not null default app.current_tenant() references tenants,
  id uuid not null,
  service_id uuid not null,
  operation_id uuid,
  /* Who asked for the work; nobody where the product itself did. */
  installation_id uuid,
  kind text not null,
  title text not null,
  instructions text,
  asks_access boolean not null,
  state text not null check (state in ('open', 'done', 'dropped')),
  due_at timestamptz not null,
  assignee_id uuid,
  notes jsonb not null default '[]',
  /* Addresses and user name; never a password. */
  result jsonb,
  /* When the owners were last told that it is late. */
  told_late_at timestamptz,
  created_at timestamptz not null,
  finished_by uuid,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id),
  foreign key (tenant_id, operation_id) references service_operations (tenant_id, id),
  foreign key (tenant_id, installation_id) references plugin_installations (tenant_id, id),
  foreign key (tenant_id, assignee_id) references staff (tenant_id, id),
  foreign key (tenant_id, finished_by) references staff (tenant_id, id),
  check ((state = 'open') = (finished_at is null))
);
create unique index service_tasks_one_open on service_tasks (tenant_id, operation_id) where state = 'open' and operation_id is not null;
create unique index service_tasks_one_release on service_tasks (tenant_id, service_id) where kind = 'release';
create index service_tasks_by_due on service_tasks (tenant_id, state, due_at, id);
create index service_tasks_by_service on service_tasks (tenant_id, service_id, due_at);
select app.isolate('service_tasks', 'select', 'insert',
  'update (title, instructions, asks_access, due_at, state, assignee_id, notes, result, told_late_at, finished_by, finished_at)');
