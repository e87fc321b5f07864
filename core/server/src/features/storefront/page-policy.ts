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
  const connect = { ...DIRECTIVES, 'connect-src': `'self' ${socketOrigin}` };
  return Object.entries(connect)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

/** Pictures that a tenant gave: drawn as pictures, never run as documents. */
export const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
