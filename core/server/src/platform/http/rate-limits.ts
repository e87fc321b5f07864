import { Inject, Injectable } from '@nestjs/common';
import type { OperationId } from '@hostwright/sdk/http';
import { CONFIG, type Config } from '../config/index.js';
import { addressKey } from './address-key.js';
import { type Rate, RateWindows, type RateVerdict } from './rate-window.js';

interface OperationRates {
  readonly address?: Rate;
  /** By the e-mail in the body: many addresses that try one account count together. */
  readonly account?: Rate;
  /** By who is signed in. */
  readonly actor?: Rate;
}

const MINUTE = 60;
const HOUR = 3600;

const GENERAL = {
  address: { limit: 900, seconds: MINUTE },
  actor: { limit: 600, seconds: MINUTE },
  tenant: { limit: 60_000, seconds: MINUTE },
} as const;

const SIGN_IN: OperationRates = { address: { limit: 30, seconds: 5 * MINUTE }, account: { limit: 10, seconds: 5 * MINUTE } };
const TOKEN: OperationRates = { address: { limit: 30, seconds: 15 * MINUTE } };

/** Doors at which guessing pays are narrower than the rest. */
const STRICT: Partial<Record<OperationId, OperationRates>> = {
  signIn: SIGN_IN,
  staffSignIn: SIGN_IN,
  operatorSignIn: SIGN_IN,
  signUp: { address: { limit: 20, seconds: HOUR }, account: { limit: 5, seconds: HOUR } },
  requestPasswordReset: { address: { limit: 20, seconds: HOUR }, account: { limit: 4, seconds: HOUR } },
  resetPassword: TOKEN,
  confirmEmail: TOKEN,
  resendEmailConfirmation: { actor: { limit: 5, seconds: HOUR } },
  changePassword: { actor: { limit: 10, seconds: 15 * MINUTE } },
  revealCredentials: { actor: { limit: 30, seconds: 15 * MINUTE } },
};

export interface Caller {
  readonly address: string;
  readonly tenantId: string | undefined;
  readonly operationId: OperationId | undefined;
}

/** Counts a call against every limit that concerns it and answers with the tightest. */
@Injectable()
export class RateLimits {
  private readonly windows = new RateWindows(() => performance.now());
  private readonly factor: number;

  constructor(@Inject(CONFIG) config: Config) {
    this.factor = config.rateLimitFactor;
  }

  /** Before anybody is asked who they are. */
  arrival({ address, tenantId, operationId }: Caller): RateVerdict | undefined {
    if (this.factor === 0) return undefined;
    const from = addressKey(address);
    const strict = operationId && STRICT[operationId]?.address;
    return this.tightest([
      [`address ${from}`, GENERAL.address],
      tenantId ? [`tenant ${tenantId}`, GENERAL.tenant] : undefined,
      strict ? [`${operationId} address ${from}`, strict] : undefined,
    ]);
  }

  signedIn(actorId: string, operationId: OperationId | undefined): RateVerdict | undefined {
    if (this.factor === 0) return undefined;
    const strict = operationId && STRICT[operationId]?.actor;
    return this.tightest([[`actor ${actorId}`, GENERAL.actor], strict ? [`${operationId} actor ${actorId}`, strict] : undefined]);
  }

  /** After the body is known: the account that somebody wants to get into. */
  account(operationId: OperationId, tenantId: string | undefined, email: unknown): RateVerdict | undefined {
    const strict = STRICT[operationId]?.account;
    if (this.factor === 0 || !strict || typeof email !== 'string') return undefined;
    const name = email.trim().toLowerCase().slice(0, 254);
    return this.tightest([[`${operationId} account ${tenantId ?? 'platform'} ${name}`, strict]]);
  }

  private tightest(rules: readonly (readonly [key: string, rate: Rate] | undefined)[]): RateVerdict | undefined {
    let worst: RateVerdict | undefined;
    for (const rule of rules) {
      if (!rule) continue;
      const verdict = this.windows.take(rule[0], { limit: rule[1].limit * this.factor, seconds: rule[1].seconds });
      if (!worst || tighter(verdict, worst)) worst = verdict;
      if (!verdict.allowed) return verdict;
    }
    return worst;
  }
}

export const tighter = (one: RateVerdict, other: RateVerdict): boolean =>
  one.allowed !== other.allowed ? !one.allowed : one.remaining < other.remaining;

/** Names of the IETF draft "RateLimit header fields for HTTP". */
export const rateHeaders = (verdict: RateVerdict): Record<string, string> => ({
  'ratelimit-limit': String(verdict.limit),
  'ratelimit-remaining': String(verdict.remaining),
  'ratelimit-reset': String(verdict.resetSeconds),
});
