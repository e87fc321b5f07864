import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run.mjs';

const SKIPPED = new Set(['node_modules', 'dist', '.angular', '.cache', '.data', '.git']);

/** Does the work only when a file that it depends on has another content than at the last time. */
export async function whenChanged(name, inputs, outputs, work) {
  const stamp = path.join(root, '.cache/stamps', name);
  const hash = hashOf(inputs);
  const isFresh =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && outputs.every(output => existsSync(path.join(root, output)));
  if (isFresh) return false;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

function hashOf(inputs) {
  const hash = createHash('sha256').update(process.platform + process.arch);
  for (const input of inputs) for (const file of filesBelow(path.join(root, input))) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function filesBelow(target) {
  if (!existsSync(target)) return [];
  if (statSync(target).isFile()) return [target];
  return readdirSync(target, { withFileTypes: true })
    .filter(entry => !SKIPPED.has(entry.name) && !entry.name.endsWith('.tsbuildinfo'))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap(entry => filesBelow(path.join(target, entry.name)));
}
