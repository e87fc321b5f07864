import type { FakeDroplet } from './account.js';
import { FakeOcean, type FakeOceanOptions } from './fake-ocean.js';

export { FAKE_OCEAN_TOKENS, type FakeOceanOptions } from './fake-ocean.js';
export type { FakeDroplet };

export interface RunningFakeOcean {
  /** The setting `apiUrl`. */
  readonly url: string;
  readonly faults: readonly string[];
  /** Every request, as `METHOD /path`. */
  readonly calls: readonly string[];
  readonly troubles: FakeOcean['troubles'];
  readonly account: FakeOcean['account'];
  dropletsOf(serviceId: string): readonly FakeDroplet[];
  /** What is under way is over. */
  finishWork(): void;
  /** From now on work is over as soon as it is begun. */
  hurry(): void;
  /** From now on the droplet is described with this word. */
  say(dropletId: string, word: string): void;
  /** Another token of the same account. */
  allow(token: string): void;
  /** Somebody makes a droplet in DigitalOcean's own console; answers its id. */
  plant(name: string): string;
  close(): Promise<void>;
}

/** Starts a make-believe DigitalOcean; it listens when the promise is kept. */
export async function startFakeOcean(options: FakeOceanOptions = {}): Promise<RunningFakeOcean> {
  const ocean = await new FakeOcean(options).listen();
  const { account } = ocean;
  return {
    url: ocean.url,
    faults: ocean.faults,
    calls: ocean.calls,
    troubles: ocean.troubles,
    account,
    dropletsOf: serviceId => [...account.droplets.values()].filter(({ tags }) => tags.has(`svc-${serviceId}`)),
    finishWork: () => account.finishAll(),
    hurry: () => {
      account.isHurried = true;
      account.finishAll();
    },
    say: (dropletId, word) => {
      const droplet = account.droplets.get(Number(dropletId));
      if (!droplet) throw new RangeError(`There is no droplet ${dropletId}`);
      droplet.word = word;
    },
    allow: token => void ocean.tokens.add(token),
    plant: name => ocean.plant(name),
    close: () => ocean.close(),
  };
}
