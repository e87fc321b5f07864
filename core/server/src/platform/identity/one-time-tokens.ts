import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { newId, TenantDb } from '../database/index.js';
import { newToken, tokenHash } from './random-token.js';

export type TokenPurpose = 'confirm-email' | 'reset-password';

const LIFE_MS: Readonly<Record<TokenPurpose, number>> = {
  'confirm-email': 48 * 3_600_000,
  'reset-password': 15 * 60_000,
};

/** Tokens of links in mails: one purpose, one use, only a hash is kept. All methods run inside `TenantDb.run`. */
@Injectable()
export class OneTimeTokens {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** The only moment at which the token itself exists here. Earlier ones for the same purpose end with it. */
  async mint(purpose: TokenPurpose, customerId: string): Promise<string> {
    const now = this.clock.now();
    await this.invalidate(purpose, customerId);
    const token = newToken();
    await this.db.insert('one_time_tokens', {
      id: newId(now.getTime()),
      purpose,
      customerId,
      tokenHash: tokenHash(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFE_MS[purpose]),
    });
    return token;
  }

  /** Uses the token up; of many that try at once, one succeeds. Answers whose it was, or undefined when it is no good. */
  async consume(purpose: TokenPurpose, token: string): Promise<string | undefined> {
    const row = await this.db.one<{ customerId: string }>(
      `update one_time_tokens set used_at = $4
       where tenant_id = $1 and purpose = $2 and token_hash = $3 and used_at is null and expires_at > $4
       returning customer_id`,
      [this.db.tenantId, purpose, tokenHash(token), this.clock.now()],
    );
    return row?.customerId;
  }

  /** Whatever link was sent before leads nowhere any more. */
  async invalidate(purpose: TokenPurpose, customerId: string): Promise<void> {
    await this.db.execute('delete from one_time_tokens where tenant_id = $1 and customer_id = $2 and purpose = $3', [
      this.db.tenantId,
      customerId,
      purpose,
    ]);
  }
}
