/** One line of what a machine consists of, as it is typed. */
export interface WrittenFact {
  readonly name: string;
  readonly value: string;
}

/** What machines are usually told apart by: offered in the form of a new one, and left out where nothing is written. */
export const USUAL_FACTS = ['cpu', 'ram', 'disks'] as const;

const NAME = /^[a-zA-Z][a-zA-Z0-9 _-]{0,39}$/;

export const factsOf = (facts: Readonly<Record<string, string>>): readonly WrittenFact[] =>
  Object.entries(facts).map(([name, value]) => ({ name, value }));

export type FactComplaint = 'name' | 'twice' | 'value';

/** What is wrong with each line; an empty line is none. */
export function complaintsAbout(written: readonly WrittenFact[]): readonly (FactComplaint | undefined)[] {
  return written.map(({ name, value }, index) => {
    const [known, told] = [name.trim(), value.trim()];
    if (told === '') return known === '' || isUsual(known) ? undefined : 'value';
    if (!NAME.test(known)) return 'name';
    return written.findIndex(other => other.name.trim() === known && other.value.trim() !== '') < index ? 'twice' : undefined;
  });
}

/** The lines that say something, as the server takes them. */
export const readFacts = (written: readonly WrittenFact[]): Record<string, string> =>
  Object.fromEntries(written.filter(({ value }) => value.trim() !== '').map(({ name, value }) => [name.trim(), value.trim()]));

const isUsual = (name: string): boolean => (USUAL_FACTS as readonly string[]).includes(name);
