export type FormValue = string | readonly FormValue[] | FormObject;
export interface FormObject {
  readonly [name: string]: FormValue;
}

/** A body that no library of Stripe's would send. */
export class FormFault extends Error {}

type Branch = Map<string, string | Branch>;

/** Reads `a[b][0]=c`. Strict: a name that comes twice, a bracket too many or a list with gaps is a fault, not a guess. */
export function decodeForm(text: string): FormObject {
  const root: Branch = new Map();
  for (const pair of text.split('&').filter(part => part !== '')) {
    const [name = '', ...rest] = pair.split('=');
    put(root, partsOf(decoded(name)), decoded(rest.join('=')), name);
  }
  return asObject(root);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) throw new FormFault(`"${text}" is not well encoded`);
    throw error;
  }
}

function partsOf(name: string): readonly string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]+\])*)$/.exec(name);
  if (!match) throw new FormFault(`"${name}" is no name of a field`);
  return [match[1]!, ...[...match[2]!.matchAll(/\[([^[\]]+)\]/g)].map(part => part[1]!)];
}

function put(branch: Branch, [part, ...more]: readonly string[], value: string, name: string): void {
  const known = branch.get(part!);
  if (more.length === 0) {
    if (known !== undefined) throw new FormFault(`"${name}" is there twice`);
    branch.set(part!, value);
    return;
  }
  if (typeof known === 'string') throw new FormFault(`"${name}" is a value and a group`);
  const next = known ?? new Map<string, string | Branch>();
  if (!known) branch.set(part!, next);
  put(next, more, value, name);
}

const asValue = (value: string | Branch): FormValue => (typeof value === 'string' ? value : (asList(value) ?? asObject(value)));

const asObject = (branch: Branch): FormObject => Object.fromEntries([...branch].map(([name, value]) => [name, asValue(value)]));

function asList(branch: Branch): readonly FormValue[] | undefined {
  const names = [...branch.keys()];
  if (!names.every(name => /^\d+$/.test(name))) return undefined;
  if (names.some((name, index) => name !== String(index))) throw new FormFault(`a list has gaps: ${names.join(', ')}`);
  return [...branch.values()].map(asValue);
}

/** Small readers for what has been decoded. */
export const textAt = (form: FormObject, name: string): string | undefined => {
  const value = form[name];
  return typeof value === 'string' ? value : undefined;
};

export const groupAt = (form: FormObject, name: string): FormObject => {
  const value = form[name];
  return typeof value === 'object' && !Array.isArray(value) ? (value as FormObject) : {};
};

export const listAt = (form: FormObject, name: string): readonly FormValue[] => {
  const value = form[name];
  return Array.isArray(value) ? (value as readonly FormValue[]) : [];
};

export const textsOf = (form: FormObject): Record<string, string> =>
  Object.fromEntries(Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
