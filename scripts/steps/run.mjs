import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Every tool runs on the Node that the project brings, whatever the machine has. */
export const environment = () => ({
  ...process.env,
  PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
  NG_CLI_ANALYTICS: 'false',
  PUPPETEER_SKIP_DOWNLOAD: 'true',
});

/** Runs a command with its output kept in a file; shows the end of it only when the command fails. */
export async function quietly(label, command, args, options = {}) {
  const folder = path.join(root, '.cache/logs');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${label}.log`);
  const log = createWriteStream(file);
  const child = spawn(command, args, { cwd: root, env: environment(), ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  await new Promise(resolve => log.end(resolve));
  if (code === 0) return;
  const tail = (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-40).join('\n');
  throw new Error(`${label} failed with ${code}; its last lines, from ${path.relative(root, file)}:\n${tail}`);
}

/** Runs a command that speaks for itself; answers with its exit code. */
export function openly(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, env: environment(), ...options, stdio: 'inherit' });
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('close', (code, signal) => resolve(signal ? 1 : code)),
  );
}

/** A failure that the reader can act on ends the script with its words, not with a stack. */
export function main(work) {
  work().catch(error => {
    process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  });
}
