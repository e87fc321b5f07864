import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';

/** From so many servers on that one provider has begun within a minute, nobody watches each of them come up. */
const MANY = 10;
const RECENT_MS = 60_000;

/** The fastest of so many tells how long the next will take: the others were ready before somebody looked. */
const REMEMBERED = 9;

/** One of so many is looked at a little early: who always finds it ready never learns that it goes faster. */
const SCOUTS = 4;
const EARLY = 0.9;

/** Who was looked at too early is looked at again after this part of the time that it should have taken. */
const AGAIN = 0.1;
const SHORTEST_MS = 1000;

const LONGEST_MS = 120_000;

interface Known {
  /** When the last ones were begun, as many as tell whether there are many. */
  begun: number[];
  count: number;
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
    known.count += 1;
    const usual = this.usual(known);
    return usual && Math.round(known.count % SCOUTS === 0 ? usual * EARLY : usual);
  }

  /** The server is not ready yet; answers when to look again, where that can be told. */
  late(installationId: string): number | undefined {
    const usual = this.usual(this.of(installationId));
    return usual && Math.max(Math.round(usual * AGAIN), SHORTEST_MS);
  }

  ready(installationId: string, begunAt: Date): void {
    const known = this.of(installationId);
    known.tookMs = [...known.tookMs, this.clock.now().getTime() - begunAt.getTime()].slice(-REMEMBERED);
  }

  private usual({ begun, tookMs }: Known): number | undefined {
    if (begun.length <= MANY || tookMs.length < REMEMBERED) return undefined;
    return Math.min(...tookMs, LONGEST_MS);
  }

  private of(installationId: string): Known {
    let known = this.known.get(installationId);
    if (!known) this.known.set(installationId, (known = { begun: [], count: 0, tookMs: [] }));
    return known;
  }
}
