import type { KeyObject } from 'node:crypto';
import { failureKind, type PluginContext } from '@hostwright/sdk';
import { trusted, type TrustedCertificate } from './certificate-chain.js';
import type { OutboundBudget } from './outbound-budget.js';
import { apiAddress, type PayPalConfig } from './paypal-config.js';
import type { PayPalMemory } from './paypal-memory.js';

/** `none`: PayPal has no such certificate. `unavailable`: it could not be had, or nobody vouches for it. */
export type SigningKey = KeyObject | 'none' | 'unavailable';

const HOSTS: ReadonlySet<string> = new Set([
  'api.paypal.com',
  'api-m.paypal.com',
  'api.sandbox.paypal.com',
  'api-m.sandbox.paypal.com',
]);
const PATH = /^\/v1\/notifications\/certs\/[A-Za-z0-9_-]{1,100}$/;
const LARGEST_PEM = 32_768;
const PATIENCE_MS = 4000;
const MOST_KEPT = 50;

/** Only what PayPal itself may have named: its own hosts over https, or the host that stands in for it in the settings. */
export function certificateAddress(address: string, config: PayPalConfig): URL | undefined {
  const url = address.length <= 500 ? URL.parse(address) : null;
  if (!url || url.username || url.password || url.search || url.hash || !PATH.test(url.pathname)) return undefined;
  const isPayPal = url.protocol === 'https:' && url.port === '' && HOSTS.has(url.hostname);
  return isPayPal || url.origin === apiAddress(config).origin ? url : undefined;
}

/** A certificate is the same for everybody who fetches it: one process needs each of them once. */
const held = new Map<string, TrustedCertificate>();

/** PayPal's certificates, fetched once each: from then on in memory and in the installation's storage. */
export class Certificates {
  /** Addresses where there is none: whoever invents them is not asked after twice. */
  private readonly missing = new Set<string>();
  private readonly asked = new Map<string, Promise<string>>();

  constructor(
    private readonly context: PluginContext<PayPalConfig>,
    private readonly memory: PayPalMemory,
    private readonly budget: OutboundBudget,
  ) {}

  async keyAt(url: URL): Promise<SigningKey> {
    if (this.missing.has(url.href)) return 'none';
    const certificate = held.get(url.href) ?? (await this.obtain(url));
    if (typeof certificate === 'string') return certificate;
    const now = this.context.clock.now();
    return certificate.validFrom <= now && now <= certificate.validTo ? certificate.key : 'unavailable';
  }

  private async obtain(url: URL): Promise<TrustedCertificate | 'none' | 'unavailable'> {
    const kept = await this.memory.certificate(url.href);
    const pem = kept ?? (await this.download(url));
    if (pem === 'unavailable') return pem;
    if (pem === 'none') {
      remember(this.missing, url.href);
      return pem;
    }
    const certificate = trusted(pem, HOSTS.has(url.hostname) ? 'public' : 'own');
    if (!certificate) {
      this.context.log.warn('Nobody vouches for the certificate of a webhook; PayPal is asked instead', { url: url.href });
      return 'unavailable';
    }
    if (kept === undefined) await this.memory.keepCertificate(url.href, pem);
    remember(held, url.href, certificate);
    return certificate;
  }

  /** Many messages at once, one download. */
  private download(url: URL): Promise<string> {
    const running = this.asked.get(url.href);
    if (running) return running;
    this.budget.spend();
    const download = this.request(url).finally(() => this.asked.delete(url.href));
    this.asked.set(url.href, download);
    return download;
  }

  private async request(url: URL): Promise<string> {
    try {
      const response = await this.context.fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
      const text = await response.text();
      if (response.status === 404) return 'none';
      return response.ok && text.length <= LARGEST_PEM ? text : 'unavailable';
    } catch (error) {
      // Without the certificate there is still PayPal's own opinion.
      this.context.log.warn('The certificate of a webhook could not be fetched', { url: url.href, kind: failureKind(error) });
      return 'unavailable';
    }
  }
}

/** The oldest goes when there are too many. */
function remember<Value>(shelf: Map<string, Value>, key: string, value: Value): void;
function remember(shelf: Set<string>, key: string): void;
function remember(shelf: Map<string, unknown> | Set<string>, key: string, value?: unknown): void {
  const oldest = shelf.keys().next();
  if (shelf.size >= MOST_KEPT && !oldest.done) shelf.delete(oldest.value);
  if (shelf instanceof Set) shelf.add(key);
  else shelf.set(key, value);
}
