/** What departs from the one pattern of isolation, each with its reason. Whatever is not named here is a fault. */

export const GLOBAL_TABLES = {
  migrations: 'names of applied migrations, no data of any tenant',
  operators: 'the people who run the platform belong to no tenant',
} as const;

/** Without row-level security; every other table has it, forced. */
export const OPEN_TABLES = {
  migrations: 'there is nothing in it to hide, and nobody but the owner may write',
} as const;

export const GLOBAL_INDEXES = {
  migrations_pkey: 'a migration is applied once',
  operators_pkey: 'belongs to no tenant',
  operators_email_key: 'belongs to no tenant',
  tenants_slug_key: 'the name by which operators tell tenants apart',
  domains_host_key: 'a host name leads to one tenant, before a tenant is known',
  publishable_keys_key_key: 'a key leads to one tenant, before a tenant is known',
} as const;

/** Policies beside the canonical one: table, name, command, role, condition, check. */
export const SYSTEM_POLICIES = {
  'tenants system_read r app_system true -': 'tenants are found before one is known',
  'tenants system_create a app_system - true': 'an operator opens a shop',
  'domains system_read r app_system true -': 'a host name is looked up before a tenant is known',
  'domains system_create a app_system - true': 'an operator opens a shop',
  'publishable_keys system_read r app_system true -': 'a key is looked up before a tenant is known',
  'operators system_all * app_system true true': 'operators sign in on the platform',
  'plugin_installations system_read r app_system true -': 'a webhook names an installation before a tenant is known',
} as const;

/** What the role that looks tenants up may touch: table, privilege, column where it is only some. */
export const SYSTEM_GRANTS = [
  'migrations SELECT',
  'tenants SELECT',
  'tenants INSERT',
  'domains SELECT',
  'domains INSERT',
  'publishable_keys SELECT',
  'operators SELECT',
  'operators INSERT',
  'operators UPDATE password_hash',
  ...['tenant_id', 'id', 'plugin_id', 'kind', 'enabled'].map(column => `plugin_installations SELECT ${column}`),
] as const;

/** The body of `app.current_tenant()`, without spaces: unset and empty are an error, never everything and never nothing. */
export const TENANT_CONTEXT = [
  "declaretenanttext:=current_setting('app.tenant_id',true);",
  'begin',
  "iftenantisnullortenant=''thenraiseexception'notenantcontext'usingerrcode='P0T01';endif;",
  'returntenant::uuid;',
  'end',
].join('');
