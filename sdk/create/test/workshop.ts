import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const TOP = fileURLToPath(new URL('../../../', import.meta.url));

/** A folder inside the project, so that its packages are found, which nobody else looks into; the caller removes it. */
export function workshop(): { readonly folder: string; readonly remove: () => void } {
  mkdirSync(path.join(TOP, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(TOP, '.cache/workshop-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs one of the two command lines as a developer does, without a terminal and without colours. */
export async function run(tool: 'hostwright-plugin' | 'create-hostwright-plugin', ...args: string[]): Promise<Ran> {
  const script = tool === 'hostwright-plugin' ? 'sdk/bin/hostwright-plugin.mjs' : 'sdk/create/bin/create-hostwright-plugin.mjs';
  const child = spawn(process.execPath, [path.join(TOP, script), ...args], {
    cwd: TOP,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number>((resolve, reject) =>
    child.once('error', reject).once('close', status => resolve(status ?? 1)),
  );
  return { code, output };
}
