import { Problem } from '../../platform/http/index.js';

/**
 * Where the browser goes back to, with the payment's id in it. Only origins of the shop and of its widget keys will do:
 * a hosted page that sends customers to a stranger's address is a stranger's tool.
 */
export function returnUrlFor(wanted: string, origins: readonly string[], paymentId: string): string {
  const url = URL.canParse(wanted) ? new URL(wanted) : undefined;
  const isPlain = url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  if (!isPlain || !origins.includes(url.origin)) throw new Problem('return-url-not-allowed');
  url.searchParams.set('hw-payment', paymentId);
  return url.href;
}
