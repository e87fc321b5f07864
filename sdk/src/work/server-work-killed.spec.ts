import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MortalProcess } from '../testing/mortal-process.js';
import type { Step } from './make-believe-vendor.fixture.js';
import { GROW, RESCUE, WIPE, WorkBench } from './work-bench.fixture.js';

const ORDERS: Readonly<Record<string, readonly Step[]>> = { grow: GROW, wipe: WIPE, restart: [{ do: 'restart' }] };

/** What must not be done twice, whoever is killed. */
const ONCE: readonly string[] = ['grow', 'wipe', 'restart'];

function expectDone({ machine, vendor }: WorkBench, name: string): void {
  const wanted = {
    grow: { size: 'large', isOn: true },
    wipe: { disk: 'new', mark: 'wiped', isOn: true },
    restart: { isOn: true },
  };
  expect(machine).toMatchObject(wanted[name as keyof typeof wanted]);
  expect(ONCE.map(what => vendor.count(what))).toEqual(ONCE.map(what => (what === name ? 1 : 0)));
}

it.each(Object.keys(ORDERS))('goes on with %s at whichever of its moments the process was killed', async name => {
  let moments = 0;
  for (let isWhole = false; !isWhole; moments += 1) {
    const bench = new WorkBench();
    const mortal = new MortalProcess(moments);

    isWhole = (await mortal.live(bench.order('call-1', ORDERS[name]!, RESCUE, bench.process(mortal)))) !== 'killed';
    await bench.order('call-1', ORDERS[name]!, RESCUE);
    bench.clock.pass(60_000);
    await bench.settled();

    expectDone(bench, name);
  }
  expect(moments).toBeGreaterThan(6);
});

interface Drawn {
  readonly name: string;
  readonly orderers: number;
  readonly lookers: readonly { readonly moments: number; readonly passMs: number; readonly ends: boolean }[];
  readonly lost: string | null;
  readonly listens: boolean;
}

const looker = fc.record({
  moments: fc.integer({ min: 0, max: 25 }),
  passMs: fc.integer({ min: 0, max: 30_000 }),
  ends: fc.boolean(),
});

const DRAWN: fc.Arbitrary<Drawn> = fc.record({
  name: fc.constantFrom(...Object.keys(ORDERS)),
  orderers: fc.integer({ min: 1, max: 5 }),
  lookers: fc.array(looker, { maxLength: 12 }),
  lost: fc.option(fc.constantFrom(...ONCE)),
  listens: fc.boolean(),
});

it('does everything once, however many order, look and die at the same time', async () => {
  const story = async ({ name, orderers, lookers, lost, listens }: Drawn) => {
    const bench = new WorkBench();
    bench.vendor.listens = listens;
    if (lost !== null) bench.vendor.loseAnswerOf(lost);
    const order = () => bench.order('call-1', ORDERS[name]!, RESCUE);

    await Promise.allSettled(Array.from({ length: orderers }, order));
    const lives = lookers.map(async ({ moments, passMs, ends }) => {
      const mortal = new MortalProcess(moments);
      if (ends) bench.vendor.finish();
      bench.clock.pass(passMs);
      return mortal.live(bench.look(bench.process(mortal)));
    });
    await Promise.allSettled([...lives, order()]);
    bench.clock.pass(60_000);
    await bench.settled();

    expectDone(bench, name);
  };
  await fc.assert(fc.asyncProperty(DRAWN, story), { numRuns: 300 });
});

it('asks for nothing while another process has the turn', async () => {
  const bench = new WorkBench();
  const mortal = new MortalProcess(6);
  await mortal.live(bench.order('call-1', GROW, RESCUE, bench.process(mortal)));
  const before = bench.vendor.requests;

  expect(await bench.look()).toMatchObject({ state: 'changing', progress: { percent: 0, step: 'listen' } });
  expect(bench.vendor.requests).toBe(before);
  bench.clock.pass(60_000);
  await bench.look();

  expect(bench.vendor.requests).toBeGreaterThan(before);
});
