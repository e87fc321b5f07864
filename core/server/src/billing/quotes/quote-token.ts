import { hkdfSync, timingSafeEqual } from 'node:crypto';
import type { BillingPeriod, Selection } from '@hostwright/sdk';
import { Problem } from '../../platform/http/index.js';
import { Mac } from './mac.js';

/** What a quote promises: this choice at these prices until then. */
export interface QuoteClaims {
  readonly tenantId: string;
  readonly productId: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly selection: Selection;
  readonly period: BillingPeriod;
  readonly currency: string;
  readonly expiresAt: number;
}

/** Signs quotes, so that a cart takes a price from the visitor's hands without having stored it. */
export class QuoteTokens {
  private readonly mac: Mac;

  constructor(secretKey: Buffer) {
    this.mac = new Mac(new Uint8Array(hkdfSync('sha256', secretKey, '', 'quote token', 32)));
  }

  sign(claims: QuoteClaims): string {
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${payload}.${this.mac.of(payload).toString('base64url')}`;
  }

  /** Refuses what was not signed here, for this tenant, or has expired. */
  verify(token: string, tenantId: string, now: Date): QuoteClaims {
    const [payload = '', mac = ''] = token.split('.', 2);
    const given = Buffer.from(mac, 'base64url');
    const expected = this.mac.of(payload);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Problem('quote-invalid');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as QuoteClaims;
    if (claims.tenantId !== tenantId) throw new Problem('quote-invalid');
    if (claims.expiresAt <= now.getTime()) throw new Problem('quote-expired');
    return claims;
  }
}
