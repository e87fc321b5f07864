import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';

/** From so many servers on that one provider has begun within a minute, nobody watches each of them come up. */
const MANY = 10;
const RECENT_MS = 60_000;

/** The fastest of so many tells how long the next will take: the others were ready before somebody looked. */
const REMEMBERED = 9;

/** A little early: who always finds it ready never learns that it goes faster. */
const EARLY = 0.9;

const LONGEST_MS = 120_000;

interface Known {
  begun: number[];
  tookMs: number[];
}

/**
 * How long a provider takes to make a server. Where many are made at once, the first look comes when the server should be
 * ready: fewer requests for the provider, and its next place is taken as soon as it is free.
 */
@Injectable()
export class Pace {
  private readonly known = new Map<string, Known>();

  constructor(private readonly clock: Clock) {}

  /** The provider has begun with a server; answers when to look, where that can be told. */
  begun(installationId: string): number | undefined {
    const now = this.clock.now().getTime();
    const known = this.of(installationId);
    known.begun = [...known.begun.filter(at => now - at < RECENT_MS), now].slice(-MANY - 1);
    if (known.begun.length <= MANY || known.tookMs.length < REMEMBERED) return undefined;
    return Math.min(Math.round(Math.min(...known.tookMs) * EARLY), LONGEST_MS);
  }

  ready(installationId: string, begunAt: Date): void {
    const known = this.of(installationId);
    known.tookMs = [...known.tookMs, this.clock.now().getTime() - begunAt.getTime()].slice(-REMEMBERED);
  }

  private of(installationId: string): Known {
    let known = this.known.get(installationId);
    if (!known) this.known.set(installationId, (known = { begun: [], tookMs: [] }));
    return known;
  }
}
