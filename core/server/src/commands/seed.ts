import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Demo } from '../features/demo/index.js';
import { projectRoot } from '../platform/config/index.js';
import { parse, UsageProblem, type Command } from './command.js';

const EXAMPLE = path.join(projectRoot, 'examples/two-resellers');

export const seedDemo: Command = {
  name: 'seed demo',
  summary: 'open the shops of a folder of demo data that are not open yet',
  usage: `hostwright seed demo [folder] [--values <file.json>]

  folder          where the shops are; examples/two-resellers when it is not named
  --values FILE   what stands for the {{placeholders}} in the data; values.json of the folder when it is not named.
                  DEMO_VALUES of the environment goes before both.`,
  async run(place, args) {
    const given = parse(args, { values: { type: 'string' } }, 1);
    const folder = path.resolve(given.positionals[0] ?? EXAMPLE);
    if (!(await isFolder(folder))) throw new UsageProblem(`There is no folder ${folder}`);
    const values = await readValues(given.text('values'), path.join(folder, 'values.json'));
    const app = await place.app();
    const opened = await app.get(Demo).seed(folder, { ...values, ...place.config.demoValues });
    for (const slug of opened) place.say(`opened ${slug}`);
    if (opened.length === 0) place.say('All shops of this folder are open already.');
    return true;
  },
};

async function readValues(named: string | undefined, usual: string): Promise<Record<string, string>> {
  const file = named ?? ((await isFile(usual)) ? usual : undefined);
  if (file === undefined) return {};
  if (!(await isFile(file))) throw new UsageProblem(`There is no file ${file}`);
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new UsageProblem(`${file} is not a JSON object of texts`);
  }
}

const isFolder = (name: string): Promise<boolean> =>
  stat(name).then(
    found => found.isDirectory(),
    () => false,
  );

const isFile = (name: string): Promise<boolean> =>
  stat(name).then(
    found => found.isFile(),
    () => false,
  );
