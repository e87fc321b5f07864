import { createSecretKey, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { z } from 'zod';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';

export const ACCESS_SECONDS = 600;

const Claims = z.object({
  sub: z.uuid(),
  aud: z.enum(['customer', 'staff', 'operator']),
  tid: z.uuid().optional(),
  fam: z.uuid().optional(),
  exp: z.int(),
});

/** Whom a token was made for. An operator's has neither shop nor family. */
export interface AccessGrant {
  readonly kind: 'customer' | 'staff' | 'operator';
  readonly id: string;
  readonly tenantId?: string | undefined;
  /** The family of refresh tokens that the session lives by. */
  readonly familyId?: string | undefined;
}

export interface VerifiedGrant extends AccessGrant {
  readonly expiresAt: Date;
}

const ISSUER = 'hostwright';

/** Access tokens of ten minutes: signed facts about who calls. They carry no right; rights are looked up. */
@Injectable()
export class AccessTokens {
  /** One for each key, the current one first. */
  private readonly signers: readonly [JwtService, ...JwtService[]];

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly clock: Clock,
  ) {
    this.signers = [signer(config.secretKey), ...config.previousSecretKeys.map(signer)];
  }

  issue({ kind, id, tenantId, familyId }: AccessGrant): string {
    const issuedAt = this.seconds();
    const about = {
      sub: id,
      aud: kind,
      ...(tenantId !== undefined && { tid: tenantId }),
      ...(familyId !== undefined && { fam: familyId }),
    };
    const payload = { ...about, iss: ISSUER, iat: issuedAt, exp: issuedAt + ACCESS_SECONDS };
    return this.signers[0].sign(payload, { algorithm: 'HS256' });
  }

  /** Undefined for whatever is not a living token of ours. A key that was replaced still verifies what it signed. */
  verify(token: string): VerifiedGrant | undefined {
    for (const jwt of this.signers) {
      const grant = this.verifyWith(jwt, token);
      if (grant) return grant;
    }
    return undefined;
  }

  private verifyWith(jwt: JwtService, token: string): VerifiedGrant | undefined {
    const claims = Claims.safeParse(this.payload(jwt, token)).data;
    if (!claims) return undefined;
    return {
      kind: claims.aud,
      id: claims.sub,
      tenantId: claims.tid,
      familyId: claims.fam,
      expiresAt: new Date(claims.exp * 1000),
    };
  }

  private payload(jwt: JwtService, token: string): unknown {
    try {
      return jwt.verify(token, { algorithms: ['HS256'], issuer: ISSUER, clockTimestamp: this.seconds() });
    } catch {
      // The library throws for every token that is not right; which way it is wrong is nobody's business.
      return undefined;
    }
  }

  private seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

/** The key as an object: the library would otherwise try each time whether the bytes are a public key. */
const signer = (secretKey: Buffer): JwtService =>
  new JwtService({ secret: createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, '', 'access token', 32))) });
