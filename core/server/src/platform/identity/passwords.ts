import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Problem } from '../http/index.js';

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. The library's default algorithm is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashing takes a core and 19 MiB each; file and name look-ups share the threads that it runs on. */
const AT_ONCE = 2;
const MOST_WAITING = 40;

/** A flood of sign-ins waits for itself, and past a bound is turned away: it must not take the shop down. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private dummy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, COST));
  }

  verify(password: string, kept: string): Promise<boolean> {
    return this.inTurn(() => verify(kept, password));
  }

  /** Takes as long as a wrong password does, so that the answer does not tell whether the account exists. */
  async verifyNobody(password: string): Promise<false> {
    this.dummy ??= hash('nobody has this password', COST);
    const kept = await this.dummy;
    await this.inTurn(() => verify(kept, password));
    return false;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= MOST_WAITING)
        throw new Problem('too-many-requests', 'Too many people are signing in', { retryAfterSeconds: 2 });
      await new Promise<void>(resolve => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed on, so nobody who comes now overtakes those who wait.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
