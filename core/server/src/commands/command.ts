import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { WorkPlace } from './work-place.js';

/** The command line says something that cannot be done; the words tell what. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
}

/** `true` when all is well; `false` when the command has found something wrong and has said what. */
export type CommandResult = boolean;

export interface Command {
  /** As it is typed: `tenant create`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What stands behind the name, line by line. */
  readonly usage: string;
  run(place: WorkPlace, args: readonly string[]): Promise<CommandResult>;
}

export interface Parsed {
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
  /** The value of an option that must be given. */
  required(name: string): string;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
}

/** Reads options strictly: what is not known or misses its value is named. */
export function parse(args: readonly string[], options: ParseArgsOptionsConfig, mostPositionals = 0): Parsed {
  const read = strictly(args, options);
  const extra = read.positionals[mostPositionals];
  if (extra !== undefined) throw new UsageProblem(`"${extra}" is one argument too many`);
  const value = (name: string): string | undefined => {
    const found = read.values[name];
    return typeof found === 'string' && found.trim() !== '' ? found : undefined;
  };
  return {
    options: read.values,
    positionals: read.positionals,
    text: value,
    list: name => (read.values[name] as string[] | undefined) ?? [],
    required(name) {
      const found = value(name);
      if (found === undefined) throw new UsageProblem(`--${name} is missing`);
      return found;
    },
  };
}

function strictly(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // The parser's own words name the option; what follows them is advice for programmers.
    throw new UsageProblem((error as Error).message.split('. ')[0]);
  }
}

/** One of the words that an option takes. */
export function oneOf<Word extends string>(words: readonly Word[], value: string, what: string): Word {
  const found = words.find(word => word === value);
  if (found === undefined) throw new UsageProblem(`${what} is one of ${words.join(', ')}, not "${value}"`);
  return found;
}
