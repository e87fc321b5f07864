import { parseArgs } from 'node:util';
import { checkPlugin } from './check-plugin.js';
import { packPlugin } from './pack-plugin.js';
import { Complaint } from './plugin-folder.js';
import { testPlugin } from './run-tests.js';

const USAGE = `hostwright-plugin test  [folder]                  run its contract and its own tests
hostwright-plugin check [folder]                  hold manifest, types, permissions and built object against each other
hostwright-plugin pack  [folder] [--out folder]   check it, and write an archive with its checksum and permissions

The folder is the one you stand in unless you name another.
`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const COMMANDS: Readonly<Record<string, (folder: string, out: string) => Promise<number>>> = {
  test: async folder => (await testPlugin(folder, true)).code,
  check: async folder => {
    const { plugin, problems, notes } = await checkPlugin(folder);
    for (const note of notes) say(`note     ${note}`);
    for (const problem of problems) say(`problem  ${problem}`);
    say(
      problems.length === 0 ? `${plugin.manifest.id} ${plugin.manifest.version} is in order` : `${problems.length} to put right`,
    );
    return problems.length === 0 ? 0 : 1;
  },
  pack: async (folder, out) => {
    const packed = await packPlugin(folder, out);
    say(`${packed.file}, ${packed.bytes} bytes, ${packed.names.length} files`);
    say(`sha256    ${packed.sha256}`);
    for (const line of packed.permissions) say(line);
    for (const note of packed.notes) say(`note      ${note}`);
    return 0;
  },
};

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string', default: '.' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  const [name = '', folder = '.'] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command || values.help) process.stdout.write(USAGE);
  process.exitCode = command && !values.help ? await command(folder, values.out) : values.help ? 0 : 2;
} catch (error) {
  const isArgument = (error as { code?: unknown }).code?.toString().startsWith('ERR_PARSE_ARGS') === true;
  if (!(error instanceof Complaint) && !isArgument) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
