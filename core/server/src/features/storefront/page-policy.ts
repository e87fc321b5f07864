/**
 * What a page of the shop may load: only what its own host sends. Styles come from files and from sheets that scripts
 * construct, so nothing inline is allowed; connections include the WebSocket of the same host.
 */
const DIRECTIVES: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};

export function pagePolicy(socketOrigin: string): string {
  return written({ ...DIRECTIVES, 'connect-src': `'self' ${socketOrigin}` });
}

/** A page on which customers pay: what the shop's payment providers need in the browser, and nothing else, comes on top. */
export function payingPagePolicy(socketOrigin: string, hosts: readonly string[]): string {
  if (hosts.length === 0) return pagePolicy(socketOrigin);
  const also = hosts.join(' ');
  return written({
    ...DIRECTIVES,
    'script-src': `'self' ${also}`,
    'connect-src': `'self' ${socketOrigin} ${also}`,
    'frame-src': also,
    'form-action': `'self' ${also}`,
  });
}

const written = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** Pictures that a tenant gave: drawn as pictures, never run as documents. */
export const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
