/** The ways in which a plugin's name is written. */
export interface PluginName {
  /** For people: Acme Pay. */
  readonly title: string;
  /** For folders and the manifest: acme-pay. */
  readonly id: string;
  /** For classes: AcmePay. */
  readonly pascal: string;
}

/** Something the person at the terminal can put right; shown as one line, without a stack. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_ID = 40;
const LONGEST_TITLE = 60;

/** Understands `Acme Pay`, `acme-pay` and `AcmePay`, and says what is wrong with a name that it cannot use. */
export function pluginName(given: string): PluginName {
  const name = given.trim().replaceAll(/\s+/g, ' ');
  if (name === '') throw new Complaint('The plugin needs a name, such as "Acme Pay"');
  if (name.length > LONGEST_TITLE) throw new Complaint(`The name has ${name.length} characters; ${LONGEST_TITLE} are enough`);
  if (!/^[\p{L}\p{N} ._&+-]+$/u.test(name))
    throw new Complaint(`"${name}" has signs that a name cannot have: use letters, digits, spaces and hyphens`);
  const id = idOf(name);
  if (id === '') throw new Complaint(`"${name}" gives no id: a folder needs Latin letters. Use a name such as "Acme Pay"`);
  if (/^\d/.test(id)) throw new Complaint(`"${name}" begins with a digit; an id begins with a letter`);
  if (!ID.test(id)) throw new Complaint(`"${name}" gives the id "${id}", which is none: use Latin letters, digits and hyphens`);
  if (id.length > LONGEST_ID) throw new Complaint(`"${id}" has ${id.length} characters; an id has at most ${LONGEST_ID}`);
  const words = id.split('-').map(word => word.charAt(0).toUpperCase() + word.slice(1));
  const isWritten = name !== id && /[\p{Lu} ]/u.test(name);
  return { title: isWritten ? name : words.join(' '), id, pascal: words.join('') };
}

function idOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9\p{L}]+/gu, '-')
    .replaceAll(/[^a-z0-9-]/g, '')
    .replaceAll(/-{2,}/g, '-')
    .replaceAll(/^-|-$/g, '');
}
