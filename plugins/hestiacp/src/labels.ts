import { createHash } from 'node:crypto';

/** Without the signs that people mistake for each other. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyz23456789';
const FIRST_SIGNS = 'abcdefghijkmnpqrstuvwxyz';
const LENGTH = 12;

/** The user name of a service's account: the same one whenever it is asked for, so that there is one account. */
export function usernameOf(serviceId: string): string {
  const [first = 0, ...rest] = createHash('sha256').update(serviceId).digest();
  const signs = rest.slice(0, LENGTH - 1).map(byte => SIGNS[byte % SIGNS.length]);
  return [FIRST_SIGNS[first % FIRST_SIGNS.length], ...signs].join('');
}

/** Whether the panel can have such a user. */
export const isUsername = (externalId: string): boolean => /^[a-z][a-z0-9._-]{0,29}$/i.test(externalId);

export interface Label {
  readonly domain: string;
  readonly serviceId: string;
}

/** What stands in the name of the person whom an account belongs to. */
export const labelOf = ({ domain, serviceId }: Label): string => `${domain} ${serviceId}`;

/** Customers may change their name in the panel: a label counts only where the user name follows from its service. */
export function readLabel(username: string, name: string): Label | undefined {
  const [, domain = '', serviceId = ''] = /^([a-z0-9.-]{1,253}) ([0-9a-f-]{36})$/.exec(name) ?? [];
  return serviceId !== '' && usernameOf(serviceId) === username ? { domain, serviceId } : undefined;
}
