import { Injectable } from '@nestjs/common';
import type { CustomerActor, StaffActor } from '../../platform/http/index.js';
import { Sessions } from '../../platform/identity/index.js';

export type Opener = CustomerActor | StaffActor;

/** Who has opened a console, as it is kept with its ticket. */
export interface OpenedBy {
  /** The kind of person and their id. */
  readonly openedBy: string;
  /** The session in which they did so; null for tickets of older versions. */
  readonly familyId: string | null;
}

export const openedBy = ({ kind, id, familyId }: Opener): OpenedBy => ({ openedBy: `${kind}:${id}`, familyId });

/** Whether those who have opened consoles may still be in them. */
@Injectable()
export class Openers {
  constructor(private readonly sessions: Sessions) {}

  /** Signed in still, not locked, and of the staff only who may do this with services. */
  async mayStay(tenantId: string, { openedBy: opener, familyId }: OpenedBy): Promise<boolean> {
    const [kind, id] = opener.split(':');
    if ((kind !== 'customer' && kind !== 'staff') || id === undefined || familyId === null) return false;
    const person = await this.sessions.person(tenantId, { kind, id }, familyId);
    return person !== undefined && (person.kind === 'customer' || person.permissions.includes('services.manage'));
  }
}
