#!/usr/bin/env node
import { COMMANDS, UsageProblem, WorkPlace, type Command } from './commands/index.js';
import { ConfigProblem, readConfig } from './platform/config/index.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

const HELP = `Usage: hostwright <command> [options]

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(16)}  ${summary}`).join('\n')}

"hostwright <command> --help" tells more about one.

The database is DATABASE_URL; without it the embedded PostgreSQL in DATA_DIR (.data/ when it is not set), which is started
when it does not run and then stopped again. It is brought up to date before the command begins.
Exit codes: 0 done, 1 something is wrong, 2 the command line was not understood.`;

/** Runs one command and answers with the exit code. */
async function main(args: readonly string[]): Promise<number> {
  if (args.length === 0 || isHelp(args[0])) {
    say(HELP);
    return args.length === 0 ? 2 : 0;
  }
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
  if (!command) return misunderstood(unknown(args));
  const rest = args.slice(command.name.split(' ').length);
  if (rest.some(isHelp)) {
    say(`${command.name}: ${command.summary}\n\nUsage: ${command.usage}`);
    return 0;
  }
  return run(command, rest);
}

async function run(command: Command, args: readonly string[]): Promise<number> {
  const place = new WorkPlace(readConfig(process.env), say, tell);
  try {
    return (await command.run(place, args)) ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageProblem) return misunderstood(`${error.message}\n\nUsage: ${command.usage}`);
    throw error;
  } finally {
    await place.close();
  }
}

function misunderstood(words: string): number {
  tell(words);
  return 2;
}

/** A group that was named without one of its commands is answered with those. */
function unknown([group = '', ...rest]: readonly string[]): string {
  const siblings = COMMANDS.filter(({ name }) => name.startsWith(`${group} `)).map(({ name }) => name);
  const typed = [group, ...rest.slice(0, siblings.length > 0 ? 1 : 0)].join(' ');
  return `There is no command "${typed}".${siblings.length > 0 ? ` There is: ${siblings.join(', ')}.` : ''}\n\n${HELP}`;
}

const isHelp = (arg: string | undefined): boolean => arg === '--help' || arg === '-h';

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof ConfigProblem) tell(`The configuration is not right:\n${error.message}`);
    else tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  },
);
