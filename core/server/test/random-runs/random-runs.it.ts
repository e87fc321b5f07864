import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Shop } from '../harness/shop.js';
import { expectHealthy } from '../stories/story.js';
import { Chance } from './chance.js';
import { RandomRun } from './random-run.js';
import { roughHouse, type RoughHouse } from './rough-house.js';

/** Each run has dice of its own: `RANDOM_SEED=<seed of the run> RANDOM_RUNS=1` has one again. */
const RUNS = Number(process.env['RANDOM_RUNS'] ?? 10);
const SEED = Number(process.env['RANDOM_SEED'] ?? 20261123);
const RUNS_OF_A_SHOP = 20;

let house: RoughHouse;

beforeAll(async () => {
  house = await roughHouse(SEED);
});

afterAll(() => house.close());

it(
  `leaves one server for each service that lives and none for one that is over, in ${RUNS} random runs from seed ${SEED}`,
  async () => {
    let shop: Shop | undefined;
    let done = 0;
    for (let index = 0; index < RUNS; index += 1) {
      if (index % RUNS_OF_A_SHOP === 0) shop = await house.shop();
      const seed = SEED + index;
      try {
        const run = await RandomRun.begin(house, shop!, new Chance(seed));
        await run.live();
        await run.end();
        await expectHealthy(shop!);
        done += 1;
        if (done % 50 === 0) console.log(`${done} of ${RUNS} random runs`);
      } catch (error) {
        throw new Error(`Run ${index + 1} of seed ${seed} went wrong`, { cause: error });
      }
    }

    const mishaps = [...house.weather.counts].toSorted(([left], [right]) => left.localeCompare(right));
    const total = mishaps.reduce((sum, [, count]) => sum + count, 0);
    console.log(`${done} runs, ${total} mishaps: ${mishaps.map(([name, count]) => `${count} ${name}`).join(', ')}`);
    expect(total).toBeGreaterThan(RUNS);
  },
  15_000 * RUNS,
);
