import { hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Selection } from '@hostwright/sdk';
import { Problem } from '../../platform/http/index.js';
import { Mac } from '../quotes/index.js';

/** What a preview promises: this change at this price, computed at that moment. */
export interface ChangeClaims {
  readonly serviceId: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly selection: Selection;
  /** Milliseconds: the rest of the paid time is counted from here. */
  readonly at: number;
  /** Minor units as text. */
  readonly due: string;
  readonly renewal: string;
  readonly expiresAt: number;
}

/** Signs previews, so that an order takes a price from the customer's hands without having stored it. */
export class ChangeTokens {
  private readonly mac: Mac;

  constructor(secretKey: Buffer) {
    this.mac = new Mac(Buffer.from(hkdfSync('sha256', secretKey, '', 'change token', 32)).toString('hex'));
  }

  sign(claims: ChangeClaims, tenantId: string): string {
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${payload}.${this.mac.of(`${tenantId}.${payload}`)}`;
  }

  /** Refuses what was not signed here, for this tenant, or has expired. */
  verify(token: string, tenantId: string, now: Date): ChangeClaims {
    const [payload = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature);
    const expected = Buffer.from(this.mac.of(`${tenantId}.${payload}`));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Problem('quote-invalid');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as ChangeClaims;
    if (claims.expiresAt <= now.getTime()) throw new Problem('quote-expired');
    return claims;
  }
}
