import { expect, it } from 'vitest';
import { actorName, targetPath } from './audit-words.js';

const words = { named: (key: string, fallback: string) => (key === 'actor.staff' ? 'Staff' : fallback) };

it.each([
  ['staff:019ab000-0001-7000-8000-00000000beef', 'Staff …00beef'],
  ['system', 'system'],
  ['system:demo', 'system · demo'],
])('names %s', (actor, name) => {
  expect(actorName(actor, words)).toBe(name);
});

it.each([
  ['invoice:17', ['/', 'invoices', '17']],
  ['installation:17', undefined],
  ['invoice', undefined],
  ['constructor:17', undefined],
])('leads from %s to its screen', (target, path) => {
  expect(targetPath(target)).toEqual(path);
});
