import { createHash, randomUUID } from 'node:crypto';

export type Words = Record<string, string>;
export type Devices = Record<string, Words>;

export interface FakeSnapshot {
  readonly name: string;
  readonly createdAt: string;
  readonly config: Words;
  readonly devices: Devices;
  readonly files: ReadonlyMap<string, string>;
}

export interface FakeInstance {
  readonly name: string;
  status: string;
  config: Words;
  devices: Devices;
  readonly profiles: readonly string[];
  readonly createdAt: string;
  startedAt: string;
  files: Map<string, string>;
  readonly snapshots: Map<string, FakeSnapshot>;
  /** First process; another after each start. */
  process: number;
  cpu: number;
  received: number;
  sent: number;
  address: string;
}

export interface FakeOperation {
  readonly id: string;
  readonly description: string;
  readonly class: 'task' | 'websocket';
  readonly instance: string;
  readonly createdAt: string;
  statusCode: number;
  error: string;
  metadata: Record<string, unknown> | null;
  /** What happens when it ends; a text is what went wrong. */
  work: (() => string | undefined) | undefined;
}

/** What the daemon says against a request. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface FakeImage {
  readonly alias: string;
  readonly description: string;
  readonly takesPassword: boolean;
}

const MOST_OPERATIONS = 100;

/** Everything that the make-believe daemon holds. */
export class FakeState {
  readonly instances = new Map<string, FakeInstance>();
  readonly operations = new Map<string, FakeOperation>();
  /** While true, operations stay at work until somebody finishes them. */
  holds = false;
  /** The number of containers that the project may have. */
  mostInstances = Infinity;
  isFull = false;
  private processes = 1000;

  constructor(
    readonly images: readonly FakeImage[],
    readonly now: () => Date,
  ) {}

  image(alias: unknown): FakeImage {
    const image = this.images.find(candidate => candidate.alias === alias);
    if (!image) throw new Refusal(404, 'Image alias not found');
    return image;
  }

  instance(name: string): FakeInstance {
    const instance = this.instances.get(name);
    if (!instance) throw new Refusal(404, 'Instance not found');
    return instance;
  }

  begin(instance: string, description: string, work: () => string | undefined, more: Partial<FakeOperation> = {}): FakeOperation {
    if (more.class !== 'websocket' && description !== 'Executing command') this.demandIdle(instance);
    const operation: FakeOperation = {
      id: randomUUID(),
      description,
      class: 'task',
      instance,
      createdAt: this.now().toISOString(),
      statusCode: 103,
      error: '',
      metadata: null,
      work,
      ...more,
    };
    this.operations.set(operation.id, operation);
    this.forgetOld();
    return operation;
  }

  /** Work that nobody holds back is over as soon as somebody looks. */
  settle(): void {
    if (!this.holds) this.finish();
  }

  finish(): void {
    for (const operation of this.operations.values()) {
      if (!operation.work) continue;
      const { work } = operation;
      operation.work = undefined;
      operation.error = work() ?? '';
      operation.statusCode = operation.error ? 400 : 200;
    }
  }

  nextProcess(): number {
    this.processes += 1;
    return this.processes;
  }

  freshAddress(): string {
    const taken = new Set([...this.instances.values()].map(({ address }) => address));
    for (let count = 100; ; count += 1) {
      const address = `10.91.${Math.floor(count / 200)}.${1 + (count % 200)}`;
      if (!taken.has(address)) return address;
    }
  }

  /** The real one forgets an operation seconds after its end. */
  private forgetOld(): void {
    if (this.operations.size <= MOST_OPERATIONS) return;
    const old = [...this.operations.values()].filter(({ work }) => !work).slice(0, MOST_OPERATIONS / 2);
    for (const { id } of old) this.operations.delete(id);
  }

  private demandIdle(instance: string): void {
    const other = [...this.operations.values()].find(({ instance: name, work }) => name === instance && work);
    if (other) throw new Refusal(400, `Instance is busy running a "${other.description.split(' ')[0]?.toLowerCase()}" operation`);
  }
}

export const hardwareAddress = (name: string): string =>
  `00:16:3e:${createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, 6)
    .replaceAll(/(..)(?=.)/g, '$1:')}`;
