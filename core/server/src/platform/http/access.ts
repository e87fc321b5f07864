import type { Access } from '@hostwright/sdk/http';
import type { Actor } from './actor.js';
import { Problem } from './problem.js';

/** Which kind of person an operation is for. A permission is a matter of staff. */
const audience = (access: Access): Actor['kind'] | 'anyone' => {
  if (access === 'public') return 'anyone';
  return access === 'customer' || access === 'operator' ? access : 'staff';
};

/** Throws unless the caller may do this. A person of the wrong kind is a stranger here, not somebody without a right. */
export function requireAccess(access: Access, actor: Actor | undefined, hadToken: boolean): void {
  const wanted = audience(access);
  if (wanted === 'anyone') return;
  if (!actor) throw new Problem(hadToken ? 'session-ended' : 'not-signed-in');
  if (actor.kind !== wanted) throw new Problem('not-signed-in');
  if (actor.kind !== 'staff' || access === 'staff') return;
  if (!(actor.permissions as readonly string[]).includes(access))
    throw new Problem('not-allowed', `This needs the permission ${access}`);
}

/** The token of `Authorization: Bearer …`. */
export function bearerToken(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(header)?.[1];
}
