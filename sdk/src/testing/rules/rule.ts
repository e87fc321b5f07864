/** One promise of a plugin: a sentence, and a way to find out whether it is kept. */
export interface Rule {
  readonly name: string;
  run(): Promise<void>;
}

/** All the promises of one plugin. Opened before the first rule is run, closed after the last. */
export interface Contract {
  readonly title: string;
  readonly rules: readonly Rule[];
  open(): Promise<void>;
  close(): Promise<void>;
}

/** A rule before its plugin is on the stage: pure data, so that a suite is a list and a list can be counted. */
export interface StageRule<Stage> {
  readonly name: string;
  run(stage: Stage): Promise<void> | void;
}

/** What a plugin did against a rule, in one line that its author understands. */
export class BrokenRule extends Error {
  override readonly name = 'BrokenRule';
}

/** Builds the stage when the contract is opened; every rule then plays on it. */
export function contractOf<Stage>(
  title: string,
  rules: readonly StageRule<Stage>[],
  build: () => Stage | Promise<Stage>,
  tearDown: (stage: Stage) => Promise<void> | void,
): Contract {
  let stage: { readonly built: Stage } | undefined;
  const present = (): Stage => {
    if (!stage) throw new Error('The contract is not open');
    return stage.built;
  };
  return {
    title,
    rules: rules.map(rule => ({ name: rule.name, run: async () => rule.run(present()) })),
    open: async () => {
      stage = { built: await build() };
    },
    close: async () => {
      if (stage) await tearDown(stage.built);
      stage = undefined;
    },
  };
}

/** Holds a plugin to its rules and says in one line each which it breaks, and how; empty for a plugin that keeps its word. */
export async function brokenRules(contract: Contract, only: readonly string[] = []): Promise<readonly string[]> {
  await contract.open();
  try {
    const lines: string[] = [];
    for (const rule of contract.rules.filter(({ name }) => only.length === 0 || only.includes(name))) {
      const line = await breach(rule);
      if (line !== undefined) lines.push(line);
    }
    return lines;
  } finally {
    await contract.close();
  }
}

async function breach(rule: Rule): Promise<string | undefined> {
  try {
    await rule.run();
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `${rule.name}: ${message.split('\n')[0]}`;
  }
}
