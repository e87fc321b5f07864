import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacityOf, chooseMember, lackOf, roomFor, type Limits, type Member } from './choosing.js';
import { minus, needsOf, NOTHING, plus, RESOURCES, type Needs } from './needs.js';

const FREE: Limits = { vcpu: null, ramMb: null, diskGb: null, addresses: null, slots: null };

const member = (
  id: string,
  changes: Partial<Omit<Member, 'limits' | 'used'>> & { limits?: Partial<Limits>; used?: Partial<Needs> },
): Member => ({
  ...{ id, poolId: 'pool', installationId: `at-${id}`, state: 'open', enabled: true, cpuOvercommitPercent: 100 },
  ...changes,
  limits: { ...FREE, ...changes.limits },
  used: { ...NOTHING, ...changes.used },
});

const small = needsOf({ vcpu: 1, ramMb: 1024, diskGb: 20 });
const chosen = (members: readonly Member[], needs = small) => chooseMember(members, needs)?.id;

describe('choosing a member', () => {
  it('takes the one whose scarcest resource has the most left', () => {
    const muchMemory = member('a', { limits: { ramMb: 65536, diskGb: 100 }, used: { diskGb: 70 } });
    const muchDisk = member('b', { limits: { ramMb: 8192, diskGb: 1000 }, used: { ramMb: 2048 } });

    expect(chosen([muchMemory, muchDisk])).toBe('b');
  });

  it('spreads over members that are equally free', () => {
    expect(chosen([member('a', { used: { slots: 3 } }), member('b', { used: { slots: 2 } })])).toBe('b');
    expect(chosen([member('b', {}), member('a', {})])).toBe('a');
  });

  it('passes by whoever drains, is switched off or has too little of anything', () => {
    const drains = member('a', { state: 'draining' });
    const isOff = member('b', { enabled: false });
    const isFull = member('c', { limits: { slots: 4 }, used: { slots: 4 } });
    const hasNoAddress = member('d', { limits: { addresses: 0 } });

    expect(chosen([drains, isOff, isFull])).toBeUndefined();
    expect(chosen([drains, isOff, isFull, hasNoAddress])).toBe('d');
    expect(chosen([hasNoAddress], needsOf({ addresses: 1 }))).toBeUndefined();
  });

  it('fills a member to the last of it and no further', () => {
    const last = member('a', { limits: { ramMb: 4096 }, used: { ramMb: 3072 } });

    expect(chosen([last])).toBe('a');
    expect(chosen([last], needsOf({ ramMb: 1025 }))).toBeUndefined();
  });

  it('promises cores as often as the overcommit says, and memory once', () => {
    const shared = member('a', { limits: { vcpu: 3, ramMb: 1000 }, cpuOvercommitPercent: 250 });

    expect(capacityOf(shared, 'vcpu')).toBe(7);
    expect(lackOf(shared, { ...NOTHING, vcpu: 7, ramMb: 1000 })).toBeUndefined();
    expect(lackOf(shared, { ...NOTHING, vcpu: 8 })).toBe('vcpu');
    expect(lackOf(shared, { ...NOTHING, ramMb: 1001 })).toBe('ramMb');
  });
});

describe('the room that is left', () => {
  it('is that of all members together, up to where counting ends', () => {
    const three = member('a', { limits: { slots: 3 } });
    const one = member('b', { limits: { ramMb: 2047 } });
    const none = member('c', { limits: { slots: 9 }, state: 'draining' });

    expect(roomFor([three, one, none], small, 6)).toBe(4);
    expect(roomFor([three, one, none], small, 2)).toBe(2);
    expect(roomFor([member('d', {})], small, 6)).toBe(6);
    expect(roomFor([], small, 6)).toBe(0);
  });
});

describe('needs', () => {
  it('take a slot, and the whole of a unit that they need a part of', () => {
    expect(needsOf()).toEqual({ ...NOTHING, slots: 1 });
    expect(needsOf({ vcpu: 0.5, slots: 2 })).toEqual({ ...NOTHING, vcpu: 1, slots: 2 });
  });
});

const anAmount = fc.nat({ max: 12 });
const aLimit = fc.option(anAmount, { nil: null });
const someNeeds = fc.record({ vcpu: anAmount, ramMb: anAmount, diskGb: anAmount, addresses: anAmount, slots: fc.constant(1) });
const aMember = fc.record({
  limits: fc.record({ vcpu: aLimit, ramMb: aLimit, diskGb: aLimit, addresses: aLimit, slots: aLimit }),
  cpuOvercommitPercent: fc.integer({ min: 100, max: 400 }),
  state: fc.constantFrom('open' as const, 'open' as const, 'draining' as const),
});
const aStep = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reserve' as const), needs: someNeeds }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), which: fc.nat() }) },
);

describe('whatever is reserved and released in whatever order', () => {
  it('no member promises more than it has, and what is all given back leaves nothing behind', () => {
    fc.assert(
      fc.property(fc.array(aMember, { minLength: 1, maxLength: 4 }), fc.array(aStep, { maxLength: 60 }), (kinds, steps) => {
        let members = kinds.map((kind, index) => member(String(index), kind));
        const held: { id: string; needs: Needs }[] = [];
        const change = (id: string, used: (before: Needs) => Needs) => {
          members = members.map(one => (one.id === id ? { ...one, used: used(one.used) } : one));
        };
        for (const step of steps) {
          if (step.kind === 'reserve') {
            const room = roomFor(members, step.needs, 1000);
            const found = chooseMember(members, step.needs);
            expect(found !== undefined).toBe(room > 0);
            if (!found) continue;
            change(found.id, used => plus(used, step.needs));
            held.push({ id: found.id, needs: step.needs });
          } else if (held.length > 0) {
            const [{ id, needs }] = held.splice(step.which % held.length, 1) as [(typeof held)[number]];
            change(id, used => minus(used, needs));
          }
          for (const one of members) {
            expect(lackOf(one, one.used)).toBeUndefined();
            expect(RESOURCES.every(resource => one.used[resource] >= 0)).toBe(true);
          }
        }
        for (const { id, needs } of held) change(id, used => minus(used, needs));
        expect(members.every(one => RESOURCES.every(resource => one.used[resource] === 0))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
