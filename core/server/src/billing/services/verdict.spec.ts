import fc from 'fast-check';
import type { ServerSnapshot, ServerState } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import type { OperationKind } from './operation-life.js';
import { judge, type Outcome, type Standing } from './verdict.js';
import { MOST_ATTEMPTS } from './waits.js';

const now = new Date('2026-03-01T10:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

const standing = (changes: Partial<Standing> = {}): Standing => ({
  kind: 'create',
  state: 'started',
  attempt: 1,
  checks: 0,
  absentSince: null,
  deadlineAt: null,
  outageSince: null,
  outages: 0,
  input: {},
  steps: [],
  ...changes,
});

const snapshot = (state: ServerState, changes: Partial<ServerSnapshot> = {}): Outcome => ({
  kind: 'snapshot',
  snapshot: { externalId: 'srv-1', state, addresses: [], ...changes },
});

const problem = { code: 'quota', message: 'The provider asks to come back later' };

describe('an answer to the call that creates a server', () => {
  it('is the end of it when the server runs', () => {
    expect(judge(standing(), snapshot('running'), now)).toMatchObject({ state: 'succeeded', step: { code: 'ready' } });
  });

  it('is watched in ever longer rounds while the provider works, for an hour', () => {
    const first = judge(standing(), snapshot('creating', { progress: { percent: 12.7, step: 'copying-image' } }), now);
    const eighth = judge(standing({ ...first, checks: 8 }), snapshot('creating'), now);

    expect(first).toMatchObject({
      state: 'creating',
      step: { code: 'copying-image', detail: '12 %' },
      againInMs: 2000,
      deadlineAt: later(3_600_000),
    });
    expect(eighth).toMatchObject({ state: 'creating', againInMs: 30_000, deadlineAt: later(3_600_000) });
    expect(judge(standing({ ...first }), snapshot('creating'), later(3_600_000))).toMatchObject({
      state: 'failed',
      problem: { code: 'deadline' },
    });
  });

  it('that refuses is final', () => {
    expect(judge(standing(), { kind: 'refused', problem }, now)).toMatchObject({ state: 'failed', problem });
  });

  it('that asks to wait is heeded, a bounded number of times', () => {
    const waits = Array.from({ length: MOST_ATTEMPTS }, (_, index) =>
      judge(standing({ attempt: index + 1 }), { kind: 'busy', problem }, now),
    );

    expect(waits.map(({ againInMs }) => againInMs)).toEqual([
      5000,
      30_000,
      120_000,
      600_000,
      ...Array<number>(5).fill(1_800_000),
      undefined,
    ]);
    expect(waits.map(({ state }) => state)).toEqual([...Array<string>(9).fill('waiting'), 'failed']);
    expect(judge(standing(), { kind: 'busy', problem, retryAfterMs: 60_000 }, now).againInMs).toBe(60_000);
  });

  it('that is lost is looked for, and the call is not repeated', () => {
    expect(judge(standing(), { kind: 'lost', problem }, now)).toMatchObject({
      state: 'unknown',
      step: { code: 'answer-lost' },
      againInMs: 5000,
    });
  });

  it('that shows a failed server ends it', () => {
    expect(judge(standing({ state: 'creating' }), snapshot('failed'), now)).toMatchObject({
      state: 'failed',
      problem: { code: 'server-failed' },
    });
  });

  it('that shows the server of somebody else ends it, whatever was asked', () => {
    for (const state of ['started', 'creating', 'unknown'] as const) {
      expect(judge(standing({ state }), { kind: 'foreign' }, now)).toMatchObject({
        state: 'failed',
        problem: { code: 'foreign-server' },
      });
    }
  });
});

describe('a look after a lost answer', () => {
  const unknown = standing({ state: 'unknown', deadlineAt: later(6 * 3_600_000) });

  it('takes on the server that it finds', () => {
    expect(judge(unknown, snapshot('running'), now).state).toBe('succeeded');
    expect(judge(unknown, snapshot('creating'), now)).toMatchObject({ state: 'creating', againInMs: 2000 });
  });

  it('asks again only when there was no server twice, half a minute apart', () => {
    const once = judge(unknown, { kind: 'absent' }, now);
    const tooSoon = judge({ ...unknown, ...once }, { kind: 'absent' }, later(29_999));
    const twice = judge({ ...unknown, ...once }, { kind: 'absent' }, later(30_000));

    expect(once).toMatchObject({ state: 'unknown', absentSince: now, step: { code: 'not-found' } });
    expect(once.againInMs).toBeGreaterThanOrEqual(30_000);
    expect(tooSoon).toMatchObject({ state: 'unknown', absentSince: now });
    expect(twice).toMatchObject({ state: 'waiting', againInMs: 0, step: { code: 'asked-again' } });
  });

  it('counts a server that is gone as none', () => {
    expect(judge(unknown, snapshot('gone'), now)).toMatchObject({ state: 'unknown', absentSince: now });
  });

  it('that fails is made again and keeps what was seen, until staff must decide', () => {
    const seen = { ...unknown, absentSince: now };

    expect(judge(seen, { kind: 'busy', problem }, later(1000))).toMatchObject({
      state: 'unknown',
      absentSince: now,
      againInMs: 5000,
    });
    expect(judge(seen, { kind: 'lost', problem }, later(6 * 3_600_000))).toMatchObject({
      state: 'failed',
      problem: { code: 'outcome-unknown' },
    });
  });

  it('goes on with a fresh call after the ruin of an earlier attempt was removed', () => {
    expect(judge({ ...unknown, attempt: 0 }, { kind: 'cleared' }, now)).toMatchObject({ state: 'waiting', againInMs: 0 });
  });
});

describe('a switch', () => {
  it.each<[OperationKind, ServerState, string]>([
    ['start', 'running', 'succeeded'],
    ['stop', 'stopped', 'succeeded'],
    ['restart', 'running', 'succeeded'],
    ['start', 'stopped', 'creating'],
    ['restart', 'changing', 'creating'],
    ['stop', 'gone', 'failed'],
  ])('%s with the server %s is %s', (kind, state, expected) => {
    expect(judge(standing({ kind }), snapshot(state), now).state).toBe(expected);
  });

  it('whose answer was lost is thrown again only if the server has not moved', () => {
    const lost = standing({ kind: 'stop', state: 'unknown' });

    expect(judge(lost, snapshot('running'), now).state).toBe('waiting');
    expect(judge(lost, snapshot('stopped'), now).state).toBe('succeeded');
    expect(judge(standing({ kind: 'restart', state: 'unknown' }), snapshot('running'), now).state).toBe('succeeded');
  });
});

describe('a provider that cannot be reached', () => {
  const away: Outcome = { kind: 'busy', problem: { code: 'connection-refused', message: 'Nobody is there' } };
  const hour = 3_600_000;

  it('costs no attempt, is asked ever more rarely, and is given up after a day', () => {
    const first = judge(standing(), away, now);
    const asked = {
      ...standing(first),
      state: 'started' as const,
      attempt: 2,
      steps: [{ code: 'staff-told', at: '', detail: null }],
    };

    expect(first).toMatchObject({ state: 'waiting', againInMs: 5000, outages: 1, outageSince: now });
    expect(judge(asked, away, later(60_000))).toMatchObject({
      state: 'waiting',
      againInMs: 30_000,
      outages: 2,
      outageSince: now,
    });
    expect(judge(asked, away, later(23 * hour))).toMatchObject({ state: 'waiting', againInMs: 600_000 });
    expect(judge(asked, away, later(24 * hour))).toMatchObject({ state: 'failed', problem: { code: 'connection-refused' } });
    expect(judge(asked, { kind: 'busy', problem }, later(hour))).toMatchObject({ outages: 2, outageSince: now });
    expect(judge(asked, snapshot('creating'), later(hour))).toMatchObject({ outages: 1, outageSince: null });
  });

  it('is told to staff once, when it lasts', () => {
    const soon = judge(standing({ outageSince: now }), away, later(14 * 60_000));
    const late = judge(standing({ outageSince: now }), away, later(15 * 60_000));
    const told = judge(standing({ outageSince: now, steps: [{ code: 'staff-told', at: '', detail: null }] }), away, later(hour));

    expect([soon, late, told].map(({ step }) => step?.code)).toEqual([
      'provider-unreachable',
      'staff-told',
      'provider-unreachable',
    ]);
  });

  it('does not lose the work that it has taken on: the time of its absence is not its own', () => {
    const working = standing({ state: 'creating', deadlineAt: later(hour) });
    const out = judge(working, away, later(30 * 60_000));
    const still = judge({ ...working, ...out }, away, later(3 * hour));
    const back = judge({ ...working, ...still }, snapshot('creating'), later(3 * hour));

    expect([out.state, still.state, back.state]).toEqual(['creating', 'creating', 'creating']);
    expect(back).toMatchObject({ outageSince: null, deadlineAt: later(3.5 * hour) });
  });
});

describe('the end of a server', () => {
  const ending = standing({ kind: 'terminate' });

  it('is looked for after it was asked for, and a server that fails meanwhile is not the end', () => {
    const accepted = judge(ending, { kind: 'accepted' }, now);

    expect(accepted).toMatchObject({ state: 'creating', againInMs: 2000 });
    for (const state of ['running', 'failed', 'changing'] as const) {
      expect(judge({ ...ending, ...accepted }, snapshot(state), now).state).toBe('creating');
    }
    expect(judge({ ...ending, ...accepted }, snapshot('gone'), now).state).toBe('succeeded');
    expect(judge({ ...ending, ...accepted }, { kind: 'absent' }, now).state).toBe('succeeded');
  });

  it('of one that was never seen takes two looks', () => {
    const once = judge(ending, { kind: 'absent' }, now);

    expect(once).toMatchObject({ state: 'unknown', absentSince: now });
    expect(judge({ ...ending, ...once }, { kind: 'absent' }, later(30_000)).state).toBe('succeeded');
    expect(judge({ ...ending, ...once }, snapshot('running'), later(30_000))).toMatchObject({ state: 'waiting', againInMs: 0 });
  });
});

describe('work that people do', () => {
  const handWork = { title: 'Rack the machine', asksAccess: true };

  it('is waited for without an end, and looked at now and then', () => {
    const first = judge(standing(), snapshot('creating', { handWork }), now);
    const later_ = judge({ ...standing(), ...first }, snapshot('creating', { handWork }), later(40 * 24 * 3_600_000));

    expect(first).toMatchObject({ state: 'creating', deadlineAt: null, againInMs: 600_000, step: { code: 'hand-work' } });
    expect(later_).toMatchObject({ state: 'creating', deadlineAt: null });
  });

  it('is followed by the provider’s own, which has a deadline again', () => {
    const waiting = standing({ state: 'creating' });

    expect(judge(waiting, snapshot('creating'), now)).toMatchObject({ state: 'creating', deadlineAt: later(3_600_000) });
    expect(judge(waiting, { kind: 'done-by-hand', result: {} }, now).state).toBe('succeeded');
  });
});

describe('an answer that was lost', () => {
  const lost = (kind: OperationKind, input: Standing['input'] = {}): Standing => standing({ kind, state: 'unknown', input });

  it('is found out from what the server shows', () => {
    expect(judge(lost('rename', { hostname: 'new.example' }), snapshot('running', { hostname: 'new.example' }), now).state).toBe(
      'succeeded',
    );
    expect(judge(lost('rename', { hostname: 'new.example' }), snapshot('running', { hostname: 'old.example' }), now).state).toBe(
      'waiting',
    );
    expect(judge(lost('suspend'), snapshot('running'), now).state).toBe('waiting');
    expect(judge(lost('reinstall'), snapshot('changing'), now).state).toBe('creating');
  });

  it('is never answered by losing data twice, unless the provider knows the call again', () => {
    const undecided = snapshot('running', { image: 'debian-13' });
    const again = { ...undecided, honoursKeys: true } as Outcome;

    for (const kind of ['reinstall', 'restore-snapshot'] as const) {
      expect(judge(lost(kind, { image: 'debian-13' }), undecided, now)).toMatchObject({
        state: 'failed',
        problem: { code: 'outcome-unknown' },
      });
      expect(judge(lost(kind, { image: 'debian-13' }), again, now).state).toBe('waiting');
    }
  });
});

describe('whatever a provider does', () => {
  /** What happens to one call: whether a server is made, and what of the answer arrives. */
  const calls = fc.record({
    made: fc.boolean(),
    answer: fc.constantFrom('arrives', 'lost', 'busy', 'refused'),
    /** How long the list is behind. */
    lagMs: fc.integer({ min: 0, max: 29_000 }),
    lookFails: fc.boolean(),
  });

  it('there is never a second server, and it comes to an end', () => {
    fc.assert(
      fc.property(fc.array(calls, { minLength: 1, maxLength: 40 }), script => {
        const made: number[] = [];
        let at = now.getTime();
        let op = standing({ state: 'waiting', attempt: 0 });
        for (let turn = 0; turn < 2000 && !['succeeded', 'failed'].includes(op.state); turn += 1) {
          const order = script[turn % script.length]!;
          const asked = op.state === 'waiting' ? { ...op, state: 'started' as const, attempt: op.attempt + 1, checks: 0 } : op;
          const outcome = asked.state === 'started' ? create(order, made, at) : look(order, made, at);
          const verdict = judge(asked, outcome, new Date(at));
          op = { ...asked, ...verdict };
          at += verdict.againInMs ?? 0;
        }

        expect(made.length).toBeLessThanOrEqual(1);
        expect(['succeeded', 'failed']).toContain(op.state);
        if (op.state === 'succeeded') expect(made).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  type Call = typeof calls extends fc.Arbitrary<infer Value> ? Value : never;

  /** A provider that is honest about what it certainly did not do, and otherwise as bad as can be: it knows no keys. */
  function create({ made, answer }: Call, servers: number[], at: number): Outcome {
    if (answer === 'busy' || answer === 'refused') return { kind: answer, problem };
    if (made || answer === 'arrives') servers.push(at);
    return answer === 'arrives' ? snapshot('creating') : { kind: 'lost', problem };
  }

  function look({ lagMs, lookFails }: Call, servers: number[], at: number): Outcome {
    if (lookFails) return { kind: 'busy', problem };
    return servers.some(since => at - since >= lagMs) ? snapshot('running') : { kind: 'absent' };
  }
});
