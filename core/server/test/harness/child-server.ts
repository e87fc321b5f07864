import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../src/platform/config/index.js';
import type { TestDatabase } from './database.js';
import { freePort } from './free-port.js';

const PATIENCE_MS = 45_000;
const LOOK_EVERY_MS = 50;

export interface ChildServer {
  readonly url: string;
  /** From the start of the process until it said that it was ready. */
  readonly readyMs: number;
  /** How it ended; undefined while it runs. */
  ending(): { readonly code: number | null; readonly signal: string | null } | undefined;
  ended(): Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** The compiled server in a process of its own, with workers, as it runs in production; `npm test` compiles it before. */
export async function childServer(database: TestDatabase, changes: Readonly<Record<string, string>> = {}): Promise<ChildServer> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'hostwright-child-'));
  const port = await freePort();
  const started = performance.now();
  const child = spawn(
    path.join(projectRoot, 'node_modules/node/bin/node'),
    [path.join(projectRoot, 'core/server/dist/main.js')],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        DATABASE_URL: database.url,
        DATABASE_POOL: '6',
        SECRET_KEY: database.secretKey.toString('base64'),
        DATA_DIR: dataDir,
        PORT: String(port),
        LOG_LEVEL: 'error',
        RATE_LIMIT_FACTOR: '0',
        ...changes,
      },
    },
  );
  let ending: ReturnType<ChildServer['ending']>;
  const ended = once(child, 'exit').then(() => {
    rmSync(dataDir, { recursive: true, force: true });
    return (ending = { code: child.exitCode, signal: child.signalCode });
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child, () => ending);
  return {
    url,
    readyMs: performance.now() - started,
    ending: () => ending,
    ended: () => ended,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function ready(url: string, child: ChildProcess, ending: ChildServer['ending']): Promise<void> {
  for (const started = performance.now(); performance.now() - started < PATIENCE_MS;) {
    const end = ending();
    if (end) throw new Error(`The server ended with ${end.signal ?? end.code} before it was ready`);
    const isReady = await fetch(`${url}/health/ready`).then(
      answer => answer.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
  child.kill('SIGKILL');
  throw new Error('The server was not ready in time');
}
