alter table service_operations
  drop constraint service_operations_kind_check,
  drop constraint service_operations_state_check,
  add constraint service_operations_kind_check check (kind in (
    'create', 'start', 'stop', 'restart', 'suspend', 'unsuspend', 'terminate', 'resize', 'reinstall', 'rename', 'reset-password',
    'create-snapshot', 'restore-snapshot', 'delete-snapshot', 'rescue-on', 'rescue-off', 'reverse-name')),
  add constraint service_operations_state_check check (state in (
    'waiting', 'started', 'creating', 'unknown', 'succeeded', 'failed', 'cancelled')),
  /* What the kind alone does not say: an image, a name, a size. Every attempt asks for the same. */
  add column input jsonb not null default '{}',
  /* Since when the provider cannot be reached; attempts of that time do not count against the operation. */
  add column outage_since timestamptz,
  add column outages int not null default 0;
grant update (input, outage_since, outages) on service_operations to app_runtime;

/* A service that was taken over with its server was never ordered here. What billing and staff want of it is kept beside
   what it is: a wish that cannot be carried out now is carried out when what is under way has ended. */
alter table services
  alter column order_id drop not null,
  alter column invoice_id drop not null,
  add column wanted_state text not null default 'active' check (wanted_state in ('active', 'suspended', 'terminated')),
  add column wanted_reason text,
  add column wanted_at timestamptz,
  add column wanted_size jsonb,
  add column suspended_reason text,
  add column suspended_at timestamptz,
  add column rescue boolean not null default false,
  /* What the provider last said, in its own words. */
  add column provider_plan text,
  add column provider_image text,
  add column observed_at timestamptz;
grant update (wanted_state, wanted_reason, wanted_at, wanted_size, suspended_reason, suspended_at, rescue, provider_plan,
  provider_image, observed_at, hostname, selection, facts, plan_id, plan_version, plan_name, recurring_minor) on services to app_runtime;
