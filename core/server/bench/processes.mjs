import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

const here = import.meta.dirname;

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** A program of the bench in a process of its own, which says a line of JSON when it listens. */
export async function startProgram(file, env) {
  const child = spawn(process.execPath, [path.join(here, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(failed(file))]);
  return { ...JSON.parse(chunk.toString()), pid: child.pid, stop: () => stop(child) };
}

/**
 * The compiled server; tells how long it took from the start of the process until it was ready. With BENCH_PROFILE=<folder>
 * it writes a CPU profile there when it stops, and is slower for it.
 */
export async function startServer(env) {
  const port = await freePort();
  const main = path.join(here, '../dist/main.js');
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [...(process.env.BENCH_PROFILE ? ['--cpu-prof', '--cpu-prof-dir', process.env.BENCH_PROFILE] : []), main],
    {
      env: { ...process.env, ...env, NODE_ENV: 'production', PORT: String(port), LOG_LEVEL: 'error' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const died = once(child, 'exit').then(failed('main.js'));
  while (!(await Promise.race([isReady(port), died]))) await new Promise(resolve => setTimeout(resolve, 20));
  const readyMs = performance.now() - started;
  died.catch(() => undefined);
  return { port, pid: child.pid, readyMs, stop: () => stop(child) };
}

/** Load from a process of its own, so that it does not share an event loop with what it measures. */
export async function load(job) {
  const child = spawn(process.execPath, [path.join(here, 'load.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(job));
  let text = '';
  child.stdout.on('data', chunk => (text += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The load ended with ${code}`);
  return JSON.parse(text);
}

const isReady = port =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    answer => answer.ok,
    () => false,
  );

const failed =
  what =>
  ([code, signal]) => {
    throw new Error(`${what} ended with ${signal ?? code} before it was ready`);
  };

async function stop(child) {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
