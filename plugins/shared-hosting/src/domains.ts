/** A domain name in ASCII: names in other alphabets are written as xn--…. (RFC 1035, section 2.3.1; RFC 5890) */
export const DOMAIN_PATTERN = '([a-zA-Z0-9]([a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z]([a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])';

export const EMAIL_PATTERN = '[a-zA-Z0-9._%+\\-]{1,64}@([a-zA-Z0-9\\-]{1,63}\\.)+[a-zA-Z]([a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])';

const LONGEST_DOMAIN = 253;
const LONGEST_LABEL = 63;

const DOMAIN = new RegExp(`^${DOMAIN_PATTERN}$`, 'u');
const EMAIL = new RegExp(`^${EMAIL_PATTERN}$`, 'u');

export const isDomain = (text: string): boolean => text.length <= LONGEST_DOMAIN && DOMAIN.test(text);
export const isEmail = (text: string): boolean => text.length <= LONGEST_DOMAIN && EMAIL.test(text);

/** Whether somebody has written a domain in an alphabet of its own. */
export const isInternational = (text: string): boolean => /[^\u0000-\u007f]/u.test(text);

/** Panels take a domain without `www.` and add that name by themselves. */
export const bareDomain = (text: string): string => text.toLowerCase().replace(/^www\.(?=.+\.)/u, '');

/**
 * The domain of an account: the one that was chosen, or the service's host name where it is one, or a name under the shop's
 * own domain.
 */
export function domainFor(chosen: string, hostname: string, freeDomain: string): string {
  const wanted = [chosen, hostname].map(bareDomain).find(isDomain);
  if (wanted !== undefined) return wanted;
  const label = hostname
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/gu, '-')
    .slice(0, LONGEST_LABEL)
    .replaceAll(/^-+|-+$/gu, '');
  return `${label || 'site'}.${freeDomain}`;
}
