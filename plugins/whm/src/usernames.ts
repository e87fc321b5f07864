import { createHash } from 'node:crypto';

/** Without the signs that people mistake for each other. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789';
/** A user name begins with a letter, and not with "test". */
const FIRST_SIGNS = 'abcdefghijkmnpqrsuvwxyz';
/** At most 16 are allowed, of which the first eight must differ from everybody's. */
const LENGTH = 12;

/**
 * The user name of a service's account: the same one whenever it is asked for. WHM has no free field for a label, so the
 * name is the label. It follows from a hash, because ids of services that are made in the same minute begin alike.
 */
export function usernameOf(serviceId: string): string {
  const [first = 0, ...rest] = createHash('sha256').update(serviceId).digest();
  const signs = rest.slice(0, LENGTH - 1).map(byte => SIGNS[byte % SIGNS.length]);
  return [FIRST_SIGNS[first % FIRST_SIGNS.length], ...signs].join('');
}

/** Whether an account can be one of a service at all. */
export const isOurs = (username: string): boolean => /^[a-z][a-z2-9]{11}$/.test(username);

/** Whether WHM can have such an account. */
export const isUsername = (externalId: string): boolean => /^[a-z][a-z0-9_]{0,31}$/i.test(externalId);
