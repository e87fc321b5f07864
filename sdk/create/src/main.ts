import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { create, nextSteps } from './create.js';
import { KINDS } from './plugin-kinds.js';
import { Complaint } from './plugin-name.js';

const USAGE = `npm create hostwright-plugin [kind] [name] [-- --into folder]

kind   ${KINDS.map(({ kind }) => kind).join(', ')}
name   what people read, for example "Acme Pay"
into   where its folder is made; plugins/ unless told
`;

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Complaint(`Nobody is there to ask. ${USAGE}`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { into: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) process.stdout.write(USAGE);
  else {
    const [kind, ...name] = positionals;
    const wishes = { kind, name: name.length === 0 ? undefined : name.join(' '), into: values.into, from: process.cwd() };
    const written = await create(wishes, ask);
    process.stdout.write(nextSteps(written, process.cwd()));
  }
} catch (error) {
  const isArgument = (error as { code?: unknown }).code?.toString().startsWith('ERR_PARSE_ARGS') === true;
  if (!(error instanceof Complaint) && !isArgument) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
