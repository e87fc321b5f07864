import { FakeHetzner, type FakeHetznerOptions } from './fake-hetzner.js';
import type { FakeServer } from './fake-server.js';

export { FAKE_HETZNER_TOKENS, type FakeHetznerOptions } from './fake-hetzner.js';
export type { FakeServer };

export interface RunningFakeHetzner {
  /** The setting `apiUrl`. */
  readonly url: string;
  readonly faults: readonly string[];
  /** Every request, as `METHOD /path`. */
  readonly calls: readonly string[];
  readonly troubles: FakeHetzner['troubles'];
  readonly project: FakeHetzner['project'];
  serversOf(serviceId: string): readonly FakeServer[];
  /** What is under way is over. */
  finishWork(): void;
  /** From now on work is over as soon as it is begun. */
  hurry(): void;
  /** From now on the server is described with this word. */
  say(serverId: string, word: string): void;
  /** Somebody makes a server in Hetzner's own console; answers its id. */
  plant(name: string): string;
  close(): Promise<void>;
}

/** Starts a make-believe Hetzner Cloud; it listens when the promise is kept. */
export async function startFakeHetzner(options: FakeHetznerOptions = {}): Promise<RunningFakeHetzner> {
  const hetzner = await new FakeHetzner(options).listen();
  const { project } = hetzner;
  return {
    url: hetzner.url,
    faults: hetzner.faults,
    calls: hetzner.calls,
    troubles: hetzner.troubles,
    project,
    serversOf: serviceId => [...project.servers.values()].filter(({ labels }) => labels['service_id'] === serviceId),
    finishWork: () => project.finishAll(),
    hurry: () => {
      project.isHurried = true;
      project.finishAll();
    },
    say: (serverId, word) => {
      const server = project.servers.get(Number(serverId));
      if (!server) throw new RangeError(`There is no server ${serverId}`);
      server.word = word;
    },
    plant: name => hetzner.plant(name),
    close: () => hetzner.close(),
  };
}
