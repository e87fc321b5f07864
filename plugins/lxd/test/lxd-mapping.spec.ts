import { describe, expect, it } from 'vitest';
import { addressesIn } from '../src/lxd-addresses.js';
import { readInstance, readOperation } from '../src/lxd-answers.js';
import { refusal, toFailure } from '../src/lxd-failures.js';
import { addressesOf, toListed, toSnapshot } from '../src/lxd-mapping.js';
import { markTexts, nameOf, type Marks } from '../src/lxd-marks.js';
import { callMark, Passwords } from '../src/lxd-passwords.js';
import { MOST_SAMPLES, pointsOf, withSample, type Sample } from '../src/lxd-samples.js';
import { bytesOf, coresOf, limitsOf, sizeOf } from '../src/lxd-sizes.js';
import { readSnapshotName, writeSnapshotName } from '../src/lxd-snapshot-names.js';
import { nextStep, workOn, type Step } from '../src/lxd-steps.js';

const anInstance = (status: string, marks: Partial<Marks> = {}, more: object = {}) =>
  readInstance({
    name: 'hw-1',
    status,
    config: { 'limits.cpu': '2', ...markTexts(marks) },
    devices: { eth0: { type: 'nic', name: 'eth0', network: 'lxdbr0' } },
    created_at: '2026-11-23T03:00:00Z',
    ...more,
  });

const anOperation = (status_code: number, description = 'Starting instance') =>
  readOperation({ id: 'op', description, status_code, resources: { instances: ['/1.0/instances/hw-1?project=shop'] } });

describe('sizes', () => {
  it('reads a size from the plan, and more exact numbers from what was ordered with it', () => {
    expect(limitsOf(sizeOf({ plan: 'std-c2-r4-d40' }))).toMatchObject({ 'limits.cpu': '2', 'limits.memory': '4096MiB' });
    const ordered = sizeOf({ plan: 'c2-r4-d40', addons: { vcpu: 3, ramGb: 6, diskGb: 80, backups: true } });
    expect(ordered).toEqual({ cores: 3, memoryMb: 6144, diskMb: 81_920 });
  });

  it.each(['no-such-plan', 'c0-r1-d10', 'c1-r0-d10', 'c1.5-r1-d10'])('knows that %s is no size', plan => {
    expect(() => sizeOf({ plan })).toThrow(expect.objectContaining({ kind: 'final', code: 'no-such-plan' }));
  });

  it('understands amounts as the daemon writes them', () => {
    expect(['40GiB', '1.5GB', '512', '10%', '', undefined].map(bytesOf)).toEqual([
      40 * 1024 ** 3,
      1.5e9,
      512,
      undefined,
      undefined,
      undefined,
    ]);
    expect(['4', '0-3', '1,3,5-6', 'many', undefined].map(coresOf)).toEqual([4, 4, 4, undefined, undefined]);
  });
});

describe('what the daemon shows', () => {
  it.each<[string, Partial<Marks>, boolean, Step]>([
    ['Stopped', { phase: 'new' }, false, 'prepare'],
    ['Stopped', { phase: 'new' }, true, 'wait'],
    ['Stopped', { phase: 'boot' }, false, 'start'],
    ['Running', { phase: 'boot' }, false, 'set-password'],
    ['Running', { phase: 'stopping' }, false, 'force-stop'],
    ['Stopped', { phase: 'stopping' }, false, 'clear'],
    ['Stopped', { phase: 'restarting' }, false, 'start-again'],
    ['Running', { phase: 'suspended' }, false, 'force-stop'],
    ['Frozen', { phase: 'suspended' }, false, 'force-stop'],
    ['Stopped', { phase: 'suspended' }, false, 'done'],
    ['Stopped', { phase: 'reinstall' }, false, 'rebuild'],
    ['Migrating', {}, false, 'wait'],
    ['Error', { phase: 'boot' }, false, 'done'],
    ['Running', {}, false, 'done'],
  ])('%s with %o, busy %s: the next step is %s', (status, marks, busy, step) => {
    expect(nextStep(anInstance(status, marks), busy, false)).toBe(step);
  });

  it('does nothing for a phase that a newer release wrote', () => {
    expect(nextStep(anInstance('Running', { phase: 'of-tomorrow' as never }), false, false)).toBe('done');
  });

  it.each([
    ['Running', {}, 'done', 'running'],
    ['Stopped', {}, 'done', 'stopped'],
    ['Stopped', { phase: 'suspended' }, 'done', 'suspended'],
    ['Running', { phase: 'suspended' }, 'force-stop', 'changing'],
    ['Stopped', { phase: 'boot' }, 'start', 'creating'],
    ['Running', {}, 'wait', 'changing'],
    ['Error', { phase: 'new' }, 'done', 'failed'],
    ['Migrating', {}, 'wait', 'changing'],
  ] as const)('%s with %o and the step %s is %s', (status, marks, step, state) => {
    expect(toSnapshot(anInstance(status, marks), step, undefined).state).toBe(state);
  });

  it('takes an open console for no work', () => {
    expect(workOn('hw-1', [anOperation(103, 'Executing command')])).toBeUndefined();
    expect(workOn('hw-1', [anOperation(200)])).toBeUndefined();
    expect(workOn('hw-2', [anOperation(103)])).toBeUndefined();
    expect(workOn('hw-1', [anOperation(103)])?.id).toBe('op');
  });

  it('tells the addresses of network devices, the fixed one first, and of no bridge inside', () => {
    const address = (family: string, text: string, scope = 'global') => ({ family, address: text, scope });
    const instance = anInstance(
      'Running',
      {},
      {
        devices: { lan: { type: 'nic', name: 'eth0', 'ipv4.address': '10.0.0.7' } },
        state: {
          network: {
            eth0: {
              addresses: [address('inet6', '2001:db8::7'), address('inet', '10.0.0.7'), address('inet6', 'fe80::7', 'link')],
            },
            docker0: { addresses: [address('inet', '172.17.0.1')] },
          },
        },
      },
    );

    expect(addressesOf(instance)).toEqual([
      { family: 4, address: '10.0.0.7', primary: true },
      { family: 6, address: '2001:db8::7', primary: false },
    ]);
  });

  it('lists a container that is none of ours without a service', () => {
    const listed = toListed(anInstance('Running'));
    expect(listed).toMatchObject({ externalId: 'hw-1', state: 'running' });
    expect(listed).not.toHaveProperty('serviceId');
  });
});

describe('names', () => {
  it('gives every service a name that the daemon takes', () => {
    const name = nameOf('0197F3C1-0000-7000-8000-0000000000AA');
    expect(name).toBe('hw-0197f3c1-0000-7000-8000-0000000000aa');
    expect(name.length).toBeLessThanOrEqual(63);
  });

  it.each(['daily-1', 'before the update', 'до оновлення', 'a/b', 'hw~x'])('keeps the name "%s" of a snapshot', name => {
    const written = writeSnapshotName(name);
    expect(written).toMatch(/^[A-Za-z0-9][A-Za-z0-9._~-]*$/);
    expect(readSnapshotName(written)).toBe(name);
  });

  it('reads ranges of addresses', () => {
    expect(addressesIn(['10.0.0.254-10.0.1.1', '10.0.0.7'])).toEqual([
      '10.0.0.254',
      '10.0.0.255',
      '10.0.1.0',
      '10.0.1.1',
      '10.0.0.7',
    ]);
    expect(() => addressesIn(['10.0.0.9-10.0.0.1'])).toThrow(expect.objectContaining({ code: 'bad-settings' }));
    expect(() => addressesIn(['300.0.0.1'])).toThrow(expect.objectContaining({ code: 'bad-settings' }));
  });
});

describe('passwords', () => {
  const passwords = new Passwords('our key');

  it('are the same for each attempt of one call, and different for every call, container and key', () => {
    const [one, again, other] = ['a', 'a', 'b'].map(call => passwords.seed(call));
    expect(one).toBe(again);
    expect(passwords.of('hw-1', one!)).toMatch(/^[A-Za-z2-9]{20}$/);
    const all = [passwords.of('hw-1', one!), passwords.of('hw-1', other!), passwords.of('hw-2', one!)];
    expect(new Set(all).size).toBe(3);
  });

  it('are not told any more after the key has changed, because they would be wrong', () => {
    expect(new Passwords('another key').of('hw-1', passwords.seed('a'))).toBeUndefined();
    expect(callMark('a')).not.toBe(callMark('b'));
  });
});

describe('refusals', () => {
  it.each([
    ['Reached maximum number of instances in project "small"', 'final', 'project-limit'],
    ['Failed checking: Reached maximum aggregate value "100MiB" for "limits.memory" in project "s"', 'final', 'project-limit'],
    ['btrfs qgroup limit: exit status 1 (ERROR: Disk quota exceeded)', 'final', 'storage-full'],
    ['write /root/x: no space left on device', 'final', 'storage-full'],
    ['Instance is busy running a "stop" operation', 'retryable', 'busy'],
    ['Image alias not found', 'final', 'no-such-image'],
    ['Snapshot hw-1/s9 does not exist', 'final', 'no-such-snapshot'],
    ['This "instances" entry already exists', 'final', 'already-exists'],
    ['IP address "10.0.0.7" already defined on another NIC', 'final', 'address-taken'],
    ['The instance is already running', 'final', 'already-running'],
    ['The instance is already stopped', 'final', 'not-running'],
    ['Requested profile "nope" doesn\'t exist', 'final', 'no-such-profile'],
    ['Something of tomorrow', 'final', 'operation-failed'],
  ])('reads "%s" as %s %s', (text, kind, code) => {
    expect(refusal(text, 'operation-failed')).toMatchObject({ kind, code });
  });

  it('tells customers of a full place in plain words, and nothing of what is inside', () => {
    expect(refusal('Disk quota exceeded', 'x').publicMessage).toBe('There is no room left in this place');
    expect(refusal('Failed to read /var/lib/lxd/secret', 'x').publicMessage).toBeUndefined();
  });

  it('does not know what a 500 did to a change, unless the daemon says so', () => {
    const headers = new Headers({ 'retry-after': '7' });
    expect(toFailure(500, headers, undefined, true)).toMatchObject({ kind: 'unknown', code: 'http-500' });
    expect(toFailure(500, headers, undefined, false)).toMatchObject({ kind: 'retryable', code: 'http-500' });
    expect(toFailure(500, headers, 'Reached maximum number of instances', true)).toMatchObject({ kind: 'final' });
    expect(toFailure(429, headers, undefined, true)).toMatchObject({ kind: 'retryable', retryAfterMs: 7000 });
    expect(toFailure(403, headers, 'not authorized: key', true)).toMatchObject({ kind: 'final', code: 'not-trusted' });
  });
});

describe('samples', () => {
  const MINUTE = 60_000;
  const sample = (t: number, more: Partial<Sample> = {}): Sample => ({ t, c: 0, m: 1000, i: 0, o: 0, p: 1, ...more });

  it('turns counters into rates, and begins anew with a container that was restarted', () => {
    const samples = [
      sample(0, { c: 5e9, i: 1000, o: 500 }),
      sample(10_000, { c: 15e9, i: 11_000, o: 500 }),
      sample(20_000, { c: 2e9, i: 3000, o: 100, p: 2 }),
    ];

    expect(pointsOf(samples, 20_000, 'hour').map(({ at: _, memoryBytes: __, ...rates }) => rates)).toEqual([
      {},
      { cpuPercent: 100, networkInBytesPerSecond: 1000, networkOutBytesPerSecond: 0 },
      { cpuPercent: 20, networkInBytesPerSecond: 300, networkOutBytesPerSecond: 10 },
    ]);
  });

  it('stays small over a month of looks every five minutes, and dense where it is new', () => {
    let samples: readonly Sample[] = [];
    for (let minute = 0; minute < 31 * 24 * 60; minute += 5) samples = withSample(samples, sample(minute * MINUTE));
    const now = samples.at(-1)!.t;

    expect(samples.length).toBeLessThan(MOST_SAMPLES);
    expect(pointsOf(samples, now, 'hour').length).toBeGreaterThan(10);
    expect(pointsOf(samples, now, 'month')[0]!.at.getTime()).toBeLessThan(2 * 24 * 60 * MINUTE);
  });

  it('keeps two looks in one second apart from nobody', () => {
    const samples = withSample(withSample([], sample(1000)), sample(1000, { m: 7 }));
    expect(samples).toEqual([sample(1000, { m: 7 })]);
  });
});
