import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../src/platform/config/index.js';

interface Manifest {
  readonly id: string;
  readonly kind: string;
  readonly name: { readonly en: string };
  readonly capabilities: readonly string[];
}

/** What the columns of the table are called in manifests. */
const COLUMNS: Readonly<Record<string, string>> = {
  power: 'power',
  resize: 'resize',
  reinstall: 'reinstall',
  password: 'reset-password',
  rename: 'rename',
  snapshots: 'snapshots',
  rescue: 'rescue',
  'reverse names': 'reverse-names',
  charts: 'metrics',
  usage: 'usage',
  console: 'console',
  panel: 'panel',
  list: 'list',
  'by hand': 'hand-work',
};

const read = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');
const cells = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim());

/** By the provider's name: what the table says that it can do. */
function tableOfProviders(): ReadonlyMap<string, readonly string[]> {
  const lines = read('README.md').split('\n');
  const start = lines.findIndex(line => line.startsWith('| provider |'));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const heads = cells(lines[start]!).slice(1);
  expect(heads).toEqual(Object.keys(COLUMNS));
  return new Map(
    lines.slice(start + 2, end).map(line => {
      const [name = '', ...marks] = cells(line);
      return [name, heads.filter((_, index) => marks[index] !== '').map(head => COLUMNS[head]!)];
    }),
  );
}

describe('the README', () => {
  it('says of every provider what its manifest says', () => {
    const manifests = globSync('plugins/*/plugin.json', { cwd: projectRoot }).map(file => JSON.parse(read(file)) as Manifest);
    const providers = manifests.filter(({ kind }) => kind === 'server-provider');
    const told = Object.values(COLUMNS);
    const expected = providers.map(({ id, name, capabilities }) => [
      `[${name.en}](plugins/${id}/README.md)`,
      told.filter(capability => capabilities.includes(capability)),
    ]);

    expect(Object.fromEntries(tableOfProviders())).toEqual(Object.fromEntries(expected));
  });

  it.each(['README.md', 'docs/servers.md', 'docs/money.md', 'docs/operating.md', 'examples/two-resellers/README.md'])(
    '%s leads nowhere that is not there',
    file => {
      const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target!);

      expect(links.filter(target => !existsSync(path.join(projectRoot, path.dirname(file), target)))).toEqual([]);
    },
  );
});
