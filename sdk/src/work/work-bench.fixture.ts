import { failureKind } from '../failure.js';
import type { ServerSnapshot } from '../kinds/server-provider.js';
import type { Logger } from '../context.js';
import { aCall, fakeContext, TestClock } from '../testing/fake-context.js';
import { memoryStorage } from '../testing/memory-storage.js';
import { MortalProcess } from '../testing/mortal-process.js';
import { MakeBelieveVendor, type Line, type Machine, type Step } from './make-believe-vendor.fixture.js';
import { ServerWork } from './server-work.js';

export const GROW: readonly Step[] = [{ do: 'listen' }, { do: 'grow', size: 'large' }, { do: 'on' }];
export const RESCUE: readonly Step[] = [{ do: 'on' }];
export const WIPE: readonly Step[] = [{ do: 'wipe', disk: 'new' }, { do: 'mark', mark: 'wiped' }, { do: 'on' }];

/** One server of a vendor, one memory, and as many processes as are wanted. */
export class WorkBench {
  readonly clock = new TestClock();
  readonly vendor = new MakeBelieveVendor();
  readonly logs = fakeContext().logs;
  private readonly memory = memoryStorage(this.clock);
  private passwords: readonly string[] = [];

  constructor() {
    this.vendor.add('one');
  }

  get machine(): Machine {
    return this.vendor.of('one');
  }

  /** The newest password that anybody was told. */
  get password(): string | undefined {
    return this.passwords.at(-1);
  }

  process(mortal = new MortalProcess(), line: Line = send => mortal.request(send)): ServerWork<Machine, Step> {
    const context = fakeContext({ clock: this.clock, storage: mortal.storage(this.memory) });
    const warn: Logger['warn'] = message => void this.logs.push({ level: 'warn', message });
    return new ServerWork({ ...context, log: { ...context.log, warn } }, this.vendor.behind(line));
  }

  order(key: string, steps: readonly Step[], rescue: readonly Step[] = [], by = this.process()): Promise<ServerSnapshot> {
    return this.hear(by.carryOut(this.machine, { call: aCall(key), steps, rescue }));
  }

  look(by = this.process(), seen = this.machine): Promise<ServerSnapshot | undefined> {
    return this.hear(by.goOn(seen));
  }

  /** Looks until nothing is under way, as the core does. */
  async settled(): Promise<ServerSnapshot | undefined> {
    for (let looks = 0; looks < 30; looks += 1) {
      this.vendor.finish();
      const server = await this.look().catch(unlessFinal);
      if (server !== 'again' && server?.state !== 'changing') return server;
      this.clock.pass(20_000);
    }
    throw new Error('The work does not end');
  }

  private async hear<T extends ServerSnapshot | undefined>(telling: Promise<T>): Promise<T> {
    const server = await telling;
    const password = server?.credentials?.password;
    if (password !== undefined) this.passwords = [...this.passwords, password];
    return server;
  }
}

function unlessFinal(error: unknown): 'again' {
  if (failureKind(error) !== 'final') return 'again';
  throw error;
}
