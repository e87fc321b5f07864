import {
  GLOBAL_INDEXES,
  GLOBAL_TABLES,
  OPEN_TABLES,
  SYSTEM_GRANTS,
  SYSTEM_POLICIES,
  TENANT_CONTEXT,
} from './isolation-exceptions.js';

export interface IsolationRule {
  readonly id: string;
  readonly law: string;
  /** Answers with one row, `object` and `detail`, for each breach. */
  readonly sql: string;
  readonly bind: readonly unknown[];
}

const ROLES = ['app_owner', 'app_runtime', 'app_system', 'app_jobs'];
const TABLES = `select c.oid, c.relname from pg_catalog.pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p')`;
const TENANT_COLUMN = (table: string) =>
  `(select a.attnum from pg_catalog.pg_attribute a where a.attrelid = ${table} and a.attname = 'tenant_id' and not a.attisdropped)`;

/** Everything that is granted in the schema: whole relations, then single columns. */
const GRANTS = `
  select c.relname, g.grantee, g.is_grantable, g.privilege_type, null::text as column_name, c.relowner
  from pg_catalog.pg_class c, pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))) g
  where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all
  select c.relname, g.grantee, g.is_grantable, g.privilege_type, a.attname::text, c.relowner
  from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid, pg_catalog.aclexplode(a.attacl) g
  where c.relnamespace = 'app'::regnamespace`;

/** The laws that keep tenants apart, each read from the catalogue of PostgreSQL: a table that is added tomorrow is judged too. */
export const ISOLATION_RULES: readonly IsolationRule[] = [
  {
    id: 'S1',
    law: 'Every table says whose its rows are',
    sql: `select t.relname as object, 'has no tenant_id uuid not null' as detail from (${TABLES}) t
      where t.relname <> all($1) and not exists (
        select from pg_catalog.pg_attribute a where a.attrelid = t.oid and a.attname = 'tenant_id' and a.attnotnull
          and a.atttypid = 'uuid'::regtype and not a.attisdropped)`,
    bind: [Object.keys(GLOBAL_TABLES)],
  },
  {
    id: 'S2',
    law: 'Row-level security is on and forced',
    sql: `select c.relname as object,
        case when c.relrowsecurity then 'does not force row-level security' else 'has no row-level security' end as detail
      from (${TABLES}) t join pg_catalog.pg_class c on c.oid = t.oid
      where c.relname <> all($1) and not (c.relrowsecurity and c.relforcerowsecurity)`,
    bind: [Object.keys(OPEN_TABLES)],
  },
  {
    id: 'S3',
    law: 'Every table has the canonical policy',
    sql: `select t.relname as object, 'has not the canonical policy' as detail from (${TABLES}) t
      where t.relname <> all($1) and not exists (
        select from pg_catalog.pg_policy p
        where p.polrelid = t.oid and p.polname = 'tenant' and p.polcmd = '*' and p.polpermissive and p.polroles = '{0}'
          and pg_catalog.pg_get_expr(p.polqual, p.polrelid) ~ '^\\(tenant_id = (app\\.)?current_tenant\\(\\)\\)$'
          and pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) ~ '^\\(tenant_id = (app\\.)?current_tenant\\(\\)\\)$'
          and exists (
            select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_policy'::regclass and d.objid = p.oid
              and d.refobjid = 'app.current_tenant()'::regprocedure))`,
    bind: [Object.keys(GLOBAL_TABLES)],
  },
  {
    id: 'S3b',
    law: 'No other policy lets anybody in',
    sql: `select p.relname || '.' || p.polname as object, 'is a policy that nobody knows: ' || p.signature as detail from (
        select t.relname, p.polname, concat_ws(' ', t.relname, p.polname, p.polcmd,
          (select string_agg(coalesce(r.rolname::text, 'public'), ',' order by r.rolname)
            from unnest(p.polroles) as one left join pg_catalog.pg_roles r on r.oid = one),
          coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), '-'),
          coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), '-')) as signature
        from (${TABLES}) t join pg_catalog.pg_policy p on p.polrelid = t.oid
        where not (p.polname = 'tenant' and t.relname <> all($2))) p
      where p.signature <> all($1)`,
    bind: [Object.keys(SYSTEM_POLICIES), Object.keys(GLOBAL_TABLES)],
  },
  {
    id: 'S4',
    law: 'The roles of the application cannot step around the policies',
    sql: `select r.rolname::text as object, 'may do more than it needs: superuser, bypass, roles, databases or replication' as detail
        from pg_catalog.pg_roles r where r.rolname = any($1)
          and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication)
      union all
      select r.rolname::text, 'can act as ' || g.rolname from pg_catalog.pg_roles r join pg_catalog.pg_roles g on g.oid <> r.oid
        where r.rolname = any($1) and pg_catalog.pg_has_role(r.oid, g.oid, 'MEMBER')
      union all
      select c.relname::text, 'belongs to ' || pg_catalog.pg_get_userbyid(c.relowner) from pg_catalog.pg_class c
        where c.relnamespace = 'app'::regnamespace and pg_catalog.pg_get_userbyid(c.relowner) <> 'app_owner'
      union all
      select r.rolname::text, 'may create things in the schema' from pg_catalog.pg_roles r
        where r.rolname = any($1) and r.rolname <> 'app_owner' and pg_catalog.has_schema_privilege(r.oid, 'app', 'CREATE')`,
    bind: [ROLES],
  },
  {
    id: 'S5',
    law: 'Every key and index leads with the tenant',
    sql: `select x.relname as object,
        case when i.indisunique then 'is unique across tenants' else 'does not lead with tenant_id' end as detail
      from (${TABLES}) t join pg_catalog.pg_index i on i.indrelid = t.oid join pg_catalog.pg_class x on x.oid = i.indexrelid
      where x.relname <> all($1) and i.indkey[0] is distinct from ${TENANT_COLUMN('t.oid')}`,
    bind: [Object.keys(GLOBAL_INDEXES)],
  },
  {
    id: 'S6',
    law: 'Every foreign key carries the tenant',
    sql: `select k.conname as object, 'can point at a row of another tenant' as detail from pg_catalog.pg_constraint k
      where k.contype = 'f' and k.connamespace = 'app'::regnamespace and not exists (
        select from unnest(k.conkey, k.confkey) as pair (own, other)
        where pair.own = ${TENANT_COLUMN('k.conrelid')} and pair.other = ${TENANT_COLUMN('k.confrelid')})`,
    bind: [],
  },
  {
    id: 'S8',
    law: 'Whoever reads through a view reads with his own rights',
    sql: `select c.relname as object, case c.relkind when 'v' then 'is a view with the rights of its owner'
        when 'm' then 'is a materialized view, which has no policies' else 'is a foreign table, which has no policies' end as detail
      from pg_catalog.pg_class c where c.relnamespace = 'app'::regnamespace
        and (c.relkind in ('m', 'f') or c.relkind = 'v'
          and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'])`,
    bind: [],
  },
  {
    id: 'S9',
    law: 'No function lends the rights of its owner',
    sql: `select p.oid::regprocedure::text as object, 'is a function with the rights of its owner' as detail
      from pg_catalog.pg_proc p
      where p.prosecdef and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
    bind: [],
  },
  {
    id: 'S10',
    law: 'Grants are those that are known',
    sql: `select g.relname as object, concat_ws(' ', 'grants', g.privilege_type, g.column_name, 'to',
          case g.grantee when 0 then 'everybody' else pg_catalog.pg_get_userbyid(g.grantee)::text end,
          case when g.is_grantable then 'with grant option' end) as detail
      from (${GRANTS}) g
      where g.grantee <> g.relowner and (g.is_grantable or not case
        when g.grantee = 0 then false
        when pg_catalog.pg_get_userbyid(g.grantee) = 'app_runtime' then
          g.relname || ' ' || g.privilege_type = 'migrations SELECT'
          or g.relname <> all($1) and g.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
        when pg_catalog.pg_get_userbyid(g.grantee) = 'app_system' then
          concat_ws(' ', g.relname, g.privilege_type, g.column_name) = any($2)
        else false end)`,
    bind: [Object.keys(GLOBAL_TABLES), SYSTEM_GRANTS],
  },
  {
    id: 'S11',
    law: 'Without a tenant there is an error, never an answer',
    sql: `select 'app.current_tenant()' as object, 'is not the function that is loud' as detail
      where not exists (
        select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('app.current_tenant()') and not p.prosecdef
          and regexp_replace(p.prosrc, '\\s', '', 'g') = $1)`,
    bind: [TENANT_CONTEXT],
  },
  {
    id: 'S12',
    law: 'Nothing but the first statement of a transaction names the tenant',
    sql: `select r.rolname::text as object, 'may call set_config' as detail from pg_catalog.pg_roles r
      where r.rolname in ('app_runtime', 'app_system')
        and pg_catalog.has_function_privilege(r.oid, 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')`,
    bind: [],
  },
];
