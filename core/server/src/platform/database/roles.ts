import { hkdfSync } from 'node:crypto';
import pg from 'pg';
import { sqlState } from './errors.js';

export type Role = 'postgres' | 'app_owner' | 'app_runtime' | 'app_system' | 'app_jobs';
const ROLES: readonly Role[] = ['app_owner', 'app_runtime', 'app_system', 'app_jobs'];

/** A role's password comes from the installation's secret key: nothing to store, the same on every node. */
export function rolePassword(role: Role, secretKey: Buffer): string {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `database role ${role}`, 24)).toString('base64url');
}

/** The database's address with a role's own name and password. */
export function roleUrl(adminUrl: string, role: Role, secretKey: Buffer): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = rolePassword(role, secretKey);
  return url.toString();
}

/**
 * Makes the four roles and the two schemas, or brings them up to date. None of them may bypass row-level security,
 * and the one that serves requests owns nothing.
 */
export async function prepareRoles(admin: pg.Client, secretKey: Buffer): Promise<void> {
  const existing = new Set((await admin.query<{ rolname: string }>('select rolname from pg_roles')).rows.map(row => row.rolname));
  for (const role of ROLES) {
    const attributes = `login nosuperuser nobypassrls nocreatedb nocreaterole noinherit password ${pg.escapeLiteral(rolePassword(role, secretKey))}`;
    await untilAlone(admin, `${existing.has(role) ? 'alter' : 'create'} role ${role} ${attributes}`);
    await untilAlone(admin, `alter role ${role} set search_path = ${role === 'app_jobs' ? 'pgboss' : 'app'}`);
  }
  await admin.query(`grant app_owner, app_jobs to current_user`);
  await admin.query(`revoke all on schema public from public`);
  await admin.query(`create schema if not exists app authorization app_owner`);
  await admin.query(`create schema if not exists pgboss authorization app_jobs`);
  await admin.query(`grant usage on schema app to app_runtime, app_system`);
  await admin.query(`grant usage on schema pgboss to app_runtime`);
  await admin.query(`alter default privileges for role app_jobs in schema pgboss grant select, insert on tables to app_runtime`);
  await admin.query(`alter default privileges for role app_jobs in schema pgboss grant execute on functions to app_runtime`);
  // An injected call would otherwise switch the tenant in the middle of a transaction; SET LOCAL needs no function.
  await admin.query(`revoke execute on function pg_catalog.set_config(text, text, boolean) from public`);
}

/** Roles belong to the cluster: a server that migrates another database of it may touch the same one at this moment. */
async function untilAlone(admin: pg.Client, sql: string, attempt = 1): Promise<void> {
  try {
    await admin.query(sql);
  } catch (error) {
    // "tuple concurrently updated": the other has done it, and the next attempt finds that it is done.
    if (attempt === 5 || sqlState(error) !== 'XX000') throw error;
    await untilAlone(admin, sql, attempt + 1);
  }
}
