import { randomUUID } from 'node:crypto';
import { aCall } from '@hostwright/sdk/testing';
import { failureKind, type ServerProvider, type ServerSnapshot } from '@hostwright/sdk';
import { LARGER, Shop, SPEC, type Daemon } from './bench.js';
import { faultyLine, type Fault } from './line.js';

export interface Outcome {
  readonly seed: number;
  readonly serviceId: string;
  readonly told: string;
  readonly isTerminated: boolean;
  readonly faults: number;
  /** What was wrong in the end, in words. */
  readonly problem: string | undefined;
}

type Act = (provider: ServerProvider, id: string, key: string) => Promise<ServerSnapshot | undefined>;

const ACTS: Readonly<Record<string, Act>> = {
  resize: (provider, id, key) => provider.resize!(id, LARGER, aCall(key)),
  reinstall: (provider, id, key) => provider.reinstall!(id, 'tiny-2', aCall(key)),
  restart: (provider, id, key) => provider.power!(id, 'restart', aCall(key)),
  snapshot: (provider, id, key) => provider.createSnapshot!(id, `s-${key}`, aCall(key)),
  suspend: (provider, id, key) => provider.suspend(id, 'unpaid', aCall(key)),
  unsuspend: (provider, id, key) => provider.unsuspend(id, aCall(key)),
  restore: async (provider, id, key) => {
    const oldest = (await provider.listSnapshots!(id))[0];
    return oldest && provider.restoreSnapshot!(id, oldest.id, aCall(key));
  },
};

const FAULTS: readonly Fault[] = ['lost-answer', 'error-after-acting', 'unreachable', 'slow-down'];
const MOST_TRIES = 80;

/** One service's life on a bad line, led as the core leads it: the same key until it is done, a look when nothing is known. */
export async function randomRun(daemon: Daemon, seed: number, acts: number, pauseMs: number): Promise<Outcome> {
  const dice = diceOf(seed);
  let faults = 0;
  const line = faultyLine(daemon, () => {
    if (dice() > 0.12) return undefined;
    faults += 1;
    return FAULTS[Math.floor(dice() * FAULTS.length)];
  });
  const shop = new Shop(daemon, { fetch: line });
  const serviceId = randomUUID();
  const names = Array.from({ length: acts }, () => Object.keys(ACTS)[Math.floor(dice() * Object.keys(ACTS).length)]!);
  const isTerminated = dice() < 0.4;
  const told = ['create', ...names, ...(isTerminated ? ['terminate'] : [])].join(' ');
  const done = (problem: string | undefined): Outcome => ({ seed, serviceId, told, isTerminated, faults, problem });

  const created = await insist(pauseMs, () => shop.provider.create({ serviceId, spec: SPEC }, aCall(`${seed}-create`)));
  if (typeof created === 'string') return done(`create: ${created}`);
  const id = created?.externalId ?? '';
  let state = await settled(shop, id, pauseMs);
  if (state !== 'running') return done(`create ends as ${state}`);
  for (const [index, name] of names.entries()) {
    if (state === 'suspended' && name !== 'unsuspend') continue;
    const result = await insist(pauseMs, () => ACTS[name]!(shop.provider, id, `${seed}-${index}`));
    if (typeof result === 'string') return done(`${name}: ${result}`);
    state = await settled(shop, id, pauseMs);
    if (state !== (name === 'suspend' ? 'suspended' : 'running')) return done(`${name} ends as ${state}`);
  }
  if (!isTerminated) return done(undefined);
  const ended = await insist(pauseMs, async () => shop.provider.terminate(id, aCall(`${seed}-end`)).then(() => undefined));
  return done(typeof ended === 'string' ? `terminate: ${ended}` : undefined);
}

async function settled(shop: Shop, id: string, pauseMs: number): Promise<string> {
  for (let looks = 0; looks < MOST_TRIES; looks += 1) {
    const seen = await insist(pauseMs, () => shop.provider.fetch(id));
    if (typeof seen === 'string') return seen;
    if (seen && seen.state !== 'creating' && seen.state !== 'changing') return seen.state;
    await pause(pauseMs);
  }
  return 'never';
}

/** Again and again under the same key, unless the provider refused for good. */
async function insist(
  pauseMs: number,
  call: () => Promise<ServerSnapshot | undefined>,
): Promise<ServerSnapshot | undefined | string> {
  let last = '';
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      return await call();
    } catch (error) {
      last = `${failureKind(error)}: ${String(error)}`;
      if (failureKind(error) === 'final') return last;
      await pause(pauseMs);
    }
  }
  return last;
}

const pause = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds));

/** The same row of numbers between 0 and 1 for the same seed (mulberry32). */
function diceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
