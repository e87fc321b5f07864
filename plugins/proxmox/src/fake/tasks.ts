export interface FakeTask {
  readonly upid: string;
  readonly node: string;
  readonly type: string;
  readonly id: string;
  readonly user: string;
  readonly starttime: number;
  exit: string | undefined;
  /** Requests that pass until it is done. */
  left: number;
  readonly dueAt: number;
  readonly work: () => void;
  readonly undo: () => void;
}

export interface TaskTime {
  /** How many requests of anybody a task takes; 0 is done at once. */
  readonly requests?: number;
  /** For people who watch: how long a task takes on the clock. */
  readonly ms?: number;
}

interface NewTask {
  readonly node: string;
  readonly type: string;
  readonly id: string;
  readonly work: () => void;
  /** Clears away what was begun when it fails. */
  readonly undo?: () => void;
}

/** What the nodes are busy with. A task that cannot do its work ends with the text of what went wrong. */
export class FakeTasks {
  private readonly all: FakeTask[] = [];
  private count = 0;
  private readonly spoilt: string[] = [];

  constructor(
    private readonly now: () => number,
    private readonly user: string,
    public time: TaskTime,
  ) {}

  begin({ node, type, id, work, undo = () => undefined }: NewTask): string {
    this.count += 1;
    const starttime = Math.floor(this.now() / 1000);
    const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
    const upid = `UPID:${node}:${hex(50_000 + this.count)}:${hex(this.count)}:${hex(starttime)}:${type}:${id}:${this.user}:`;
    const { requests = 0, ms = 0 } = this.time;
    this.all.unshift({
      upid,
      node,
      type,
      id,
      user: this.user,
      starttime,
      exit: undefined,
      left: requests,
      dueAt: this.now() + ms,
      work,
      undo,
    });
    if (requests === 0 && ms === 0) this.end(this.all[0]!);
    return upid;
  }

  /** The next task ends with this word: `WARNINGS: 1` after its work, anything else instead of it. */
  spoilNext(exit: string): void {
    this.spoilt.push(exit);
  }

  /** A request has come in: time goes by. */
  tick(): void {
    for (const task of this.running()) {
      task.left -= 1;
      if (task.left <= 0 && this.now() >= task.dueAt) this.end(task);
    }
  }

  finish(): void {
    for (const task of this.running()) this.end(task);
  }

  find(upid: string): FakeTask | undefined {
    return this.all.find(task => task.upid === upid);
  }

  list(node: string): readonly FakeTask[] {
    return this.all.filter(task => task.node === node);
  }

  private running(): readonly FakeTask[] {
    return this.all.filter(task => task.exit === undefined).toReversed();
  }

  private end(task: FakeTask): void {
    const word = this.spoilt.shift();
    try {
      if (word !== undefined && !word.startsWith('WARNINGS')) throw new Error(word);
      task.work();
      task.exit = word ?? 'OK';
    } catch (error) {
      // Whatever a worker dies of becomes the end of its task.
      task.undo();
      task.exit = error instanceof Error ? error.message : String(error);
    }
  }
}
