import type { LogEntry } from './fake-context.js';

/** Listens to whatever a plugin answers, throws and logs, and says whether a secret was in it. */
export class LeakWatch {
  private readonly heard: string[] = [];

  /** Passes the call through, with its answer or its error. */
  readonly hear = async <T>(call: Promise<T>): Promise<T> => {
    try {
      const answer = await call;
      this.heard.push(written(answer));
      return answer;
    } catch (error) {
      this.heard.push(described(error));
      throw error;
    }
  };

  /** Names of the secrets whose values were heard. */
  leaks(secrets: Readonly<Record<string, string>>, logs: readonly LogEntry[]): readonly string[] {
    const everything = [...this.heard, ...logs.map(written)].join('\n');
    const told = Object.entries(secrets).filter(([, value]) => value !== '' && everything.includes(value));
    return told.map(([name]) => name);
  }
}

function written(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner)) ?? '';
}

function described(error: unknown): string {
  if (!(error instanceof Error)) return written(error);
  return [error.message, error.stack, written(error), error.cause === undefined ? '' : described(error.cause)].join('\n');
}
