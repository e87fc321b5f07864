import type { Option, Selection } from '@hostwright/sdk';

interface Choice {
  readonly plan: string;
  readonly period: string;
  readonly selection: Selection;
  readonly options: readonly Option[];
}

interface KeptChoice {
  readonly plan: string | undefined;
  readonly period: string | undefined;
  readonly values: Readonly<Record<string, string>>;
}

const MARK = 'plan=';

/** A choice as a link keeps it: `#plan=s2&for=month:1&o.cpu=4`. */
export function writeChoice(choice: Choice): string {
  const query = new URLSearchParams([['plan', choice.plan]]);
  query.append('for', choice.period);
  for (const option of choice.options) {
    const value = choice.selection[option.id];
    if (value !== undefined && value !== false) query.append(`o.${option.id}`, value === true ? '1' : String(value));
  }
  return query.toString().replaceAll('%3A', ':');
}

/** Reads a link; whatever is not a choice (another anchor of the page) is nothing chosen. */
export function readChoice(fragment: string): KeptChoice {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith(MARK)) return { plan: undefined, period: undefined, values: {} };
  const query = new URLSearchParams(text);
  const values = [...query].filter(([name]) => name.startsWith('o.')).map(([name, value]) => [name.slice(2), value] as const);
  return { plan: query.get('plan') ?? undefined, period: query.get('for') ?? undefined, values: Object.fromEntries(values) };
}
