import { wayTo, type Daemon } from './bench.js';

export type Fault = 'lost-answer' | 'error-after-acting' | 'unreachable' | 'slow-down';

/** The wire to a daemon; `next` says before each request what happens to it. */
export function faultyLine(daemon: Daemon, next: () => Fault | undefined): typeof fetch {
  const reach = wayTo(daemon);
  return async (input, init) => {
    const fault = next();
    if (fault === 'unreachable') throw cut('connect ECONNREFUSED', 'ECONNREFUSED');
    if (fault === 'slow-down') return answer(429, { 'retry-after': '1' });
    const response = await reach(input, init);
    if (fault === undefined) return response;
    await response.arrayBuffer();
    if (fault === 'lost-answer') throw cut('other side closed', 'UND_ERR_SOCKET');
    return answer(500);
  };
}

/** A process that is killed before it has read the answer to its request number `at`, and asks nothing more. */
export class Kill {
  private asked = 0;

  constructor(private readonly at: number) {}

  get happened(): boolean {
    return this.asked >= this.at;
  }

  line(daemon: Daemon): typeof fetch {
    return faultyLine(daemon, () => {
      this.asked += 1;
      if (this.asked > this.at) throw new Error('A killed process asks nothing');
      return this.asked === this.at ? 'lost-answer' : undefined;
    });
  }
}

const cut = (message: string, code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify({ type: 'error', error: 'Internal server error', error_code: status, metadata: null }), {
    status,
    headers,
  });
