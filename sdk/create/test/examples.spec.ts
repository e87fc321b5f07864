import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { TOP } from './workshop.js';

/** Lines that are neither empty nor a comment. */
function codeLines(folder: string): number {
  const text = readdirSync(folder)
    .map(file => readFileSync(path.join(folder, file), 'utf8').replaceAll(/\/\*[^]*?\*\//g, ''))
    .join('\n');
  return text.split('\n').filter(line => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

describe('an example', () => {
  it.each([
    ['gateway-plugin', 80],
    ['provider-plugin', 120],
  ])('%s has at most %i lines of code', (example, most) => {
    const lines = codeLines(path.join(TOP, 'examples', example, 'src'));

    expect(lines).toBeGreaterThan(40);
    expect(lines).toBeLessThanOrEqual(most);
  });
});
