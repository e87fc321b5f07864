import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { environment, main, root } from './steps/run.mjs';
import { say } from './steps/say.mjs';

const PATIENCE_MS = 60_000;

/** Starts the compiled server on an embedded database of its own, waits until it is ready, and asks it to stop. */
main(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hostwright-boot-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const env = { ...environment(), PORT: String(port), DATA_DIR: path.join(folder, 'data'), LOG_LEVEL: 'warn' };
  const server = spawn(path.join(root, 'node_modules/node/bin/node'), ['core/server/dist/main.js'], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  const ended = new Promise(resolve => server.once('close', resolve));
  try {
    const started = performance.now();
    await ready(port, server, started);
    say(`  ready after ${((performance.now() - started) / 1000).toFixed(1)} s, with a new database`);
    server.kill('SIGTERM');
    const code = await ended;
    if (code !== 0) throw new Error(`The server ended with ${code} when asked to stop`);
    say('  stopped cleanly');
  } finally {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

async function ready(port, server, started) {
  while (performance.now() - started < PATIENCE_MS) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode} before it was ready`);
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('The server was not ready in time');
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
