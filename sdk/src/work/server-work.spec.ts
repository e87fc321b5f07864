import { beforeEach, describe, expect, it } from 'vitest';
import { PluginFailure } from '../failure.js';
import { GROW, RESCUE, WIPE, WorkBench } from './work-bench.fixture.js';
import type { Step } from './make-believe-vendor.fixture.js';

let bench: WorkBench;

beforeEach(() => {
  bench = new WorkBench();
});

const FULL = PluginFailure.final('There is no larger machine', { code: 'sold-out' });
const SLOW_DOWN = PluginFailure.retryable('Not so fast', { code: 'slow-down' });

describe('an order of several steps', () => {
  it('is carried out look by look, and tells how far it has come', async () => {
    const first = await bench.order('call-1', GROW);
    expect(first).toMatchObject({ state: 'changing', progress: { percent: 16, step: 'listen' } });
    bench.vendor.finish();
    expect(await bench.look()).toMatchObject({ state: 'changing', progress: { percent: 50, step: 'grow' } });

    expect(await bench.settled()).toMatchObject({ state: 'running', plan: 'large' });
    expect(bench.vendor.asked).toEqual(['listen', 'grow', 'on']);
    expect(await bench.look()).toBeUndefined();
  });

  it('takes no step that the server shows as taken', async () => {
    bench.vendor.change('one', { isOn: false, size: 'large' });

    await bench.order('call-1', GROW);
    await bench.settled();

    expect(bench.vendor.asked).toEqual(['on']);
  });

  it('is the same order when the same call comes again, also when it is over', async () => {
    const restart: readonly Step[] = [{ do: 'restart' }];

    await bench.order('call-1', restart);
    await bench.order('call-1', restart);
    await bench.settled();
    expect(await bench.order('call-1', restart)).toMatchObject({ state: 'running' });
    expect(bench.vendor.count('restart')).toBe(1);

    await bench.order('call-2', restart);
    expect(bench.vendor.count('restart')).toBe(2);
  });

  it('gives way to a newer one', async () => {
    await bench.order('call-1', GROW);
    bench.vendor.finish();
    await bench.order('call-2', [{ do: 'on' }]);

    await bench.settled();

    expect(bench.vendor.asked).toEqual(['listen', 'on']);
    expect(bench.machine).toMatchObject({ isOn: true, size: 'small' });
  });

  it('tells a new password at once, and once', async () => {
    expect(await bench.order('call-1', WIPE)).toMatchObject({ credentials: { password: 'password-1' } });

    expect((await bench.settled())?.credentials).toBeUndefined();
  });

  it('is forgotten with its server', async () => {
    await bench.order('call-1', GROW);

    await bench.process().forget('one');

    expect(await bench.look()).toBeUndefined();
  });

  it('ends where its server has gone', async () => {
    await bench.order('call-1', GROW);
    const server = bench.machine;
    bench.vendor.finish();
    bench.vendor.remove('one');

    expect(await bench.process().goOn(server)).toEqual({ externalId: 'one', state: 'gone', addresses: [] });
  });
});

describe('a system that was told and does not listen', () => {
  it('is waited for, and then done without', async () => {
    bench.vendor.listens = false;

    await bench.order('call-1', GROW);
    bench.vendor.finish();
    bench.clock.pass(59_000);
    expect(await bench.look()).toMatchObject({ state: 'changing', progress: { step: 'listen' } });
    bench.clock.pass(1000);
    await bench.settled();

    expect(bench.vendor.asked).toEqual(['listen', 'off', 'grow', 'on']);
  });
});

describe('a vendor that is busy', () => {
  it('is asked later', async () => {
    bench.vendor.change('one', { isBusy: true });
    expect(await bench.order('call-1', GROW)).toMatchObject({ state: 'changing' });
    expect(bench.vendor.asked).toEqual([]);
    bench.vendor.change('one', { isBusy: false });

    expect(await bench.settled()).toMatchObject({ plan: 'large' });
  });

  it('is asked later when it says so only in its refusal', async () => {
    await bench.order('call-0', [{ do: 'restart' }]);

    expect(await bench.order('call-1', GROW)).toMatchObject({ state: 'changing' });

    expect(await bench.settled()).toMatchObject({ plan: 'large' });
  });

  it('is asked for nothing any more after two hours, but for what mends the failure', async () => {
    await bench.order('call-1', GROW, RESCUE);
    bench.vendor.finish();
    bench.clock.pass(2 * 3_600_000 + 1);

    expect(await bench.settled()).toMatchObject({ state: 'failed', plan: 'small', raw: { error: 'too-late' } });
    expect(bench.vendor.asked).toEqual(['listen', 'on']);
  });
});

describe('a refusal', () => {
  it.each([
    ['final', FULL],
    ['retryable', SLOW_DOWN],
  ])('of the first step is thrown when it is %s, and the order forgotten', async (_, failure) => {
    bench.vendor.refusals.set('listen', failure);

    await expect(bench.order('call-1', GROW, RESCUE)).rejects.toBe(failure);

    expect(await bench.look()).toBeUndefined();
    expect(bench.vendor.asked).toEqual([]);
  });

  it('of a later step is told for five minutes, after the rescue', async () => {
    bench.vendor.refusals.set('grow', FULL);

    await bench.order('call-1', GROW, RESCUE);

    expect(await bench.settled()).toMatchObject({ state: 'failed', plan: 'small', raw: { error: 'sold-out' } });
    expect(bench.machine.isOn).toBe(true);
    expect(await bench.look()).toMatchObject({ state: 'failed' });
    bench.clock.pass(5 * 60_000);
    expect(await bench.look()).toBeUndefined();
    expect(bench.logs).toHaveLength(1);
  });

  it('of a later step is thrown when it may be tried again, and it is', async () => {
    bench.vendor.refusals.set('grow', SLOW_DOWN);
    await bench.order('call-1', GROW, RESCUE);
    bench.vendor.finish();
    await expect(bench.look()).rejects.toBe(SLOW_DOWN);
    bench.vendor.refusals.clear();

    expect(await bench.settled()).toMatchObject({ state: 'running', plan: 'large' });
  });

  it('of the rescue leaves the failure as it was', async () => {
    bench.vendor.refusals.set('grow', FULL);
    bench.vendor.refusals.set('on', PluginFailure.final('It does not start', { code: 'broken' }));

    await bench.order('call-1', GROW, RESCUE);

    expect(await bench.settled()).toMatchObject({ state: 'failed', raw: { error: 'sold-out' } });
    expect(await bench.order('call-1', GROW, RESCUE)).toMatchObject({ state: 'failed', raw: { error: 'sold-out' } });
  });

  it('is a failure too when an action breaks on its way', async () => {
    bench.vendor.breaks = 'grow';

    await bench.order('call-1', GROW, RESCUE);

    expect(await bench.settled()).toMatchObject({ state: 'failed', raw: { error: 'action-failed' } });
    expect(bench.machine.isOn).toBe(true);
  });
});

describe('a lost answer', () => {
  it('is looked for among the actions, and its step not asked for again', async () => {
    bench.vendor.loseAnswerOf('wipe');

    await expect(bench.order('call-1', WIPE)).rejects.toMatchObject({ kind: 'unknown' });
    await bench.settled();

    expect(bench.vendor.asked).toEqual(['wipe', 'mark', 'password']);
    expect(bench.password).toBe('password-2');
    expect(bench.machine).toMatchObject({ disk: 'new', mark: 'wiped' });
  });

  it('is not taken for one of an action that was there before', async () => {
    await bench.order('call-0', WIPE);
    await bench.settled();
    bench.vendor.refusals.set('wipe', PluginFailure.unknown('The line broke', { code: 'no-answer' }));
    await expect(bench.order('call-1', [{ do: 'wipe', disk: 'newer' }])).rejects.toMatchObject({ kind: 'unknown' });
    bench.vendor.refusals.clear();

    await bench.settled();

    expect(bench.machine.disk).toBe('newer');
  });
});

describe('several that look at once', () => {
  it('ask once, and the others tell that it is under way', async () => {
    const told = await Promise.all(Array.from({ length: 5 }, () => bench.order('call-1', WIPE)));
    expect(told.map(({ state }) => state)).toEqual(Array(5).fill('changing'));
    bench.vendor.finish();
    await Promise.all(Array.from({ length: 5 }, () => bench.look()));

    expect(await bench.settled()).toBeUndefined();
    expect(bench.vendor.asked).toEqual(['wipe', 'mark']);
    expect(bench.password).toBe('password-1');
  });

  it('judge by what the server is, not by what it was when they saw it', async () => {
    const seenBefore = bench.machine;
    await bench.order('call-1', GROW);
    bench.vendor.finish();
    await bench.look();
    bench.vendor.finish();
    bench.vendor.refusals.set('on', SLOW_DOWN);
    await expect(bench.look()).rejects.toBe(SLOW_DOWN);
    bench.vendor.refusals.clear();

    await bench.look(bench.process(), seenBefore);

    expect(bench.vendor.asked).toEqual(['listen', 'grow', 'on']);
  });

  it('leave the work to the next when an answer took longer than their turn', async () => {
    await bench.order('call-1', [{ do: 'listen' }, { do: 'password' }]);
    bench.vendor.finish();
    const slow = bench.process(undefined, async send => {
      const answer = await send();
      bench.clock.pass(61_000);
      await bench.look();
      return answer;
    });

    expect(await bench.look(slow)).toMatchObject({ state: 'changing' });

    await bench.settled();
    expect(bench.vendor.asked).toEqual(['listen', 'password']);
  });
});

describe('work that a newer release has ordered', () => {
  it('fails where this one does not know the step', async () => {
    const ofTomorrow = { do: 'teleport' } as unknown as Step;

    expect(await bench.order('call-1', [ofTomorrow], RESCUE)).toMatchObject({ state: 'failed', raw: { error: 'unknown-step' } });
  });
});
