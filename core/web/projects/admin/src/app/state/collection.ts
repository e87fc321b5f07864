import { computed, signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';

export interface Identified {
  readonly id: string;
}

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

export interface PageWish {
  readonly cursor?: string;
  readonly limit: number;
}

export type ReadPage<Row, Query> = (query: Query, page: PageWish, signal: AbortSignal) => Promise<Page<Row>>;

const PAGE = 50;
/** The most that the server gives at once. */
const LARGEST_PAGE = 100;

/** The rows of a list as far as they were asked for, page by page. */
export class Collection<Row extends Identified, Query> {
  private readonly rows = signal<readonly Row[] | undefined>(undefined);
  private readonly cursor = signal<string | null>(null);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  private readonly running = signal(0);
  private query: Query | undefined;
  private current: AbortController | undefined;

  readonly items = computed(() => this.rows() ?? []);
  readonly isEmpty = computed(() => this.rows()?.length === 0);
  readonly isFirst = computed(() => this.running() > 0 && this.rows() === undefined);
  readonly isBusy = computed(() => this.running() > 0);
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly problem = this.refused.asReadonly();

  constructor(private readonly readPage: ReadPage<Row, Query>) {}

  find(id: string): Row | undefined {
    return this.items().find(row => row.id === id);
  }

  /** Another question: the rows of the old one stay until the first page of the answer is there. */
  async ask(query: Query): Promise<void> {
    this.query = query;
    await this.turn(async (signal, asked) => {
      const page = await this.readPage(asked, { limit: PAGE }, signal);
      return { rows: page.items, next: page.next };
    });
  }

  async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor === null || this.isBusy()) return;
    await this.turn(async (signal, asked) => {
      const page = await this.readPage(asked, { cursor, limit: PAGE }, signal);
      const known = new Set(this.items().map(row => row.id));
      return { rows: [...this.items(), ...page.items.filter(row => !known.has(row.id))], next: page.next };
    });
  }

  /** Reads again as many rows as are shown, so that a change appears without the list jumping back to its first page. */
  async refresh(): Promise<void> {
    const wanted = Math.max(this.items().length, PAGE);
    await this.turn(async (signal, asked) => {
      let rows: readonly Row[] = [];
      let next: string | null = null;
      do {
        const limit = Math.min(LARGEST_PAGE, wanted - rows.length);
        const page: Page<Row> = await this.readPage(asked, { limit, ...(next !== null && { cursor: next }) }, signal);
        rows = [...rows, ...page.items];
        next = page.next;
      } while (next !== null && rows.length < wanted);
      return { rows, next };
    });
  }

  private async turn(
    work: (signal: AbortSignal, query: Query) => Promise<{ readonly rows: readonly Row[]; readonly next: string | null }>,
  ): Promise<void> {
    if (this.query === undefined) return;
    this.current?.abort();
    const controller = new AbortController();
    this.current = controller;
    this.running.update(count => count + 1);
    try {
      const { rows, next } = await work(controller.signal, this.query);
      if (controller.signal.aborted) return;
      this.rows.set(rows);
      this.cursor.set(next);
      this.refused.set(undefined);
    } catch (error) {
      if (controller.signal.aborted) return;
      if (!(error instanceof ApiProblem)) throw error;
      this.refused.set(error);
    } finally {
      this.running.update(count => count - 1);
    }
  }
}
