import path from 'node:path';
import { KINDS, kindOf } from './plugin-kinds.js';
import { pluginName } from './plugin-name.js';
import { topOf, writePlugin, type Written } from './write-plugin.js';

export interface Wishes {
  readonly kind: string | undefined;
  readonly name: string | undefined;
  /** The folder to write into; `plugins` at the top of the project when absent. */
  readonly into: string | undefined;
  readonly from: string;
}

/** Asks for what was not said, and writes the plugin. */
export async function create(wishes: Wishes, ask: (question: string) => Promise<string>): Promise<Written> {
  const kind = kindOf(wishes.kind ?? (await ask(KIND_QUESTION)));
  const name = pluginName(wishes.name ?? (await ask(`What is it called, for example "${kind.title}"? `)));
  const into = wishes.into === undefined ? path.join(topOf(wishes.from), 'plugins') : path.resolve(wishes.from, wishes.into);
  return writePlugin(kind, name, path.join(into, name.id));
}

const KIND_QUESTION = [
  'What will the plugin be?',
  ...KINDS.map(({ kind, label }, index) => `  ${index + 1}  ${kind}: ${label}`),
  'Its number or name: ',
].join('\n');

/** What to do next, as commands that can be copied. */
export function nextSteps({ folder, files }: Written, from: string): string {
  const short = path.relative(from, folder) || '.';
  return [
    `Wrote ${files.length} files to ${short}. Next:`,
    '',
    `  npx hostwright-plugin test ${short}     its contract, green from the first minute`,
    `  npx hostwright-plugin check ${short}    manifest, types and permissions`,
    '',
    'In plugins/, run "npm install" once, so that the lockfile knows it, and name it in "references" of tsconfig.json.',
    `Then replace the make-believe provider in ${path.join(short, 'test')} by what yours documents, and the words in src.`,
    '',
  ].join('\n');
}
