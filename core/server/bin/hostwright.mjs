#!/usr/bin/env node
// `npx hostwright`: runs the compiled command line on the Node that the project brings, whatever the machine has.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../..');
const cli = path.join(root, 'core/server/dist/cli.js');
const own = path.join(root, 'node_modules/node/bin/node');

if (existsSync(cli)) {
  const child = spawn(existsSync(own) ? own : process.execPath, ['--enable-source-maps', cli, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // Ctrl-C in a terminal reaches the child too; it decides when to end.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('exit', code => process.exit(code ?? 1));
} else {
  console.error('The server is not compiled yet: run "npm run build" first.');
  process.exit(1);
}
