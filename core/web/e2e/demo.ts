import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const START = path.join(root, 'examples/two-resellers/dist/start.js');
const NODE = path.join(root, 'node_modules/node/bin/node');

/** The demo listens on this many ports in a row. */
const PORTS = 11;
const READY_MS = 120_000;

export interface Demo {
  readonly firstPort: number;
  stop(): Promise<void>;
}

/** The compiled demo with data of its own, as a newcomer starts it. */
export async function startDemo(): Promise<Demo> {
  const firstPort = await freePorts();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'hostwright-e2e-'));
  // PostgreSQL may run as another user, who has to reach its folder below.
  await chmod(dataDir, 0o755);
  const output: string[] = [];
  const demo = spawn(NODE, [START], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A run buys faster than any person would.
    env: { ...process.env, PORT: String(firstPort), DATA_DIR: dataDir, RATE_LIMIT_FACTOR: '0', NODE_ENV: 'production' },
  });
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const ended = new Promise<void>(resolve => demo.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    demo.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  if (await isReady(firstPort, demo)) return { firstPort, stop };
  await stop();
  throw new Error(`The demo did not get ready. It said:\n${output.join('').split('\n').slice(-40).join('\n')}`);
}

async function isReady(port: number, demo: ChildProcess): Promise<boolean> {
  const until = performance.now() + READY_MS;
  while (demo.exitCode === null && performance.now() < until) {
    if (await answers(`http://127.0.0.1:${port}/health/ready`)) return true;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch (error) {
    // Nobody listens yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function freePorts(): Promise<number> {
  for (let first = 4300; first < 9000; first += 10) {
    const ports = Array.from({ length: PORTS }, (_, index) => first + index);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
  throw new Error('Every port from 4300 to 9000 is taken');
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
