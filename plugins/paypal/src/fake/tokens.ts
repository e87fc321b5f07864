import { randomBytes } from 'node:crypto';
import type { Clock } from '@hostwright/sdk';
import type { ApiCall } from './api.js';
import { Refusal, type Json } from './http.js';

/** One app at PayPal: what it makes is invisible to another. */
export interface FakeAccount {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Features that are not switched on for it. */
  readonly lacks?: readonly ('reporting' | 'vault')[];
}

const LIFETIME_SECONDS = 32_400;
const SCOPES: Readonly<Record<string, string>> = {
  payments: 'https://uri.paypal.com/services/payments/payment',
  webhooks: 'https://uri.paypal.com/services/applications/webhooks',
  vault: 'https://uri.paypal.com/services/vault/payment-tokens/readwrite',
  reporting: 'https://uri.paypal.com/services/reporting/search/read',
};

/** Knows who calls. */
export class Tokens {
  issued = 0;
  private readonly live = new Map<string, { readonly account: FakeAccount; readonly until: number }>();

  constructor(
    private readonly accounts: readonly FakeAccount[],
    private readonly clock: Clock,
  ) {}

  issue({ headers, body }: ApiCall): Json {
    const account = this.accounts.find(
      ({ clientId, clientSecret }) => headers['authorization'] === basic(clientId, clientSecret),
    );
    if (!account) throw new Refusal(401, 'invalid_client');
    if (new URLSearchParams(body.toString('utf8')).get('grant_type') !== 'client_credentials')
      throw new Refusal(400, 'unsupported_grant_type');
    this.issued++;
    const token = `A21AA${randomBytes(30).toString('base64url')}`;
    this.live.set(token, { account, until: this.clock.now().getTime() + LIFETIME_SECONDS * 1000 });
    return {
      scope: Object.entries(SCOPES)
        .filter(([name]) => !account.lacks?.includes(name as 'vault'))
        .map(([, scope]) => scope)
        .join(' '),
      access_token: token,
      token_type: 'Bearer',
      app_id: 'APP-80W284485P519543T',
      expires_in: LIFETIME_SECONDS,
      nonce: this.clock.now().toISOString(),
    };
  }

  accountOf({ headers }: ApiCall): FakeAccount {
    const live = this.live.get(String(headers['authorization'] ?? '').replace(/^Bearer /, ''));
    if (!live || live.until <= this.clock.now().getTime()) throw new Refusal(401, 'invalid_token');
    return live.account;
  }

  /** Withdraws every token before its time. */
  revoke(): void {
    this.live.clear();
  }
}

const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
