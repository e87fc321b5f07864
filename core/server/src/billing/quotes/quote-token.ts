import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { parsePeriodKey, periodKey, type BillingPeriod, type Selection } from '@hostwright/sdk';
import { Problem } from '../../platform/http/index.js';
import { Mac } from './mac.js';

/** What a quote promises: this choice at these prices until then. */
export interface QuoteClaims {
  readonly productId: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly selection: Selection;
  readonly period: BillingPeriod;
  readonly currency: string;
  readonly expiresAt: number;
}

/**
 * Signs quotes, so that a cart takes a price from the visitor's hands without having stored it. A token is the claims in
 * a fixed order, with dots between; the tenant is not in it, but in what is signed.
 */
export class QuoteTokens {
  private readonly mac: Mac;

  constructor(secretKey: Buffer) {
    this.mac = new Mac(Buffer.from(hkdfSync('sha256', secretKey, '', 'quote token', 32)).toString('hex'));
  }

  sign(claims: QuoteClaims, tenantId: string): string {
    const { productId, planId, planVersion, selection, period, currency, expiresAt } = claims;
    const chosen = Buffer.from(JSON.stringify(selection)).toString('base64url');
    const payload = `${productId}.${planId}.${planVersion}.${periodKey(period)}.${currency}.${expiresAt}.${chosen}`;
    return `${payload}.${this.mac.of(`${tenantId}.${payload}`)}`;
  }

  /** Refuses what was not signed here, for this tenant, or has expired. */
  verify(token: string, tenantId: string, now: Date): QuoteClaims {
    const end = token.lastIndexOf('.');
    const payload = token.slice(0, Math.max(end, 0));
    const given = Buffer.from(token.slice(end + 1));
    const expected = Buffer.from(this.mac.of(`${tenantId}.${payload}`));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Problem('quote-invalid');
    const claims = read(payload);
    if (claims.expiresAt <= now.getTime()) throw new Problem('quote-expired');
    return claims;
  }
}

/** What `sign` wrote; the signature vouches for its shape. */
function read(payload: string): QuoteClaims {
  const [productId = '', planId = '', planVersion, period = '', currency = '', expiresAt, chosen = ''] = payload.split('.');
  return {
    productId,
    planId,
    planVersion: Number(planVersion),
    selection: JSON.parse(Buffer.from(chosen, 'base64url').toString('utf8')) as Selection,
    period: parsePeriodKey(period)!,
    currency,
    expiresAt: Number(expiresAt),
  };
}
