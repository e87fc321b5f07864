import type { StatementSettings } from '../settings.js';
import { unreadable } from './unreadable.js';

const MARKS: readonly (readonly [bytes: readonly number[], label: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/**
 * The text of a file with line feeds alone. A byte order mark rules, then the encoding that XML declares, then the
 * setting; without any it is UTF-8 if it can be, else Windows-1251, in which many Ukrainian banks still export.
 */
export function decode(bytes: Uint8Array, encoding: StatementSettings['encoding'] = 'auto'): string {
  const marked = MARKS.find(([mark]) => mark.every((byte, place) => bytes[place] === byte))?.[1];
  const label = marked ?? declared(bytes) ?? (encoding === 'auto' ? undefined : encoding);
  const text = label === undefined ? guessed(bytes) : as(label, bytes);
  if (text.includes('\0')) throw unreadable('The file is no text: export the statement as CSV or as camt.053');
  return text.replaceAll(/\r\n?/g, '\n');
}

/** What the XML declaration says; it is in ASCII whatever comes after it. */
const declared = (bytes: Uint8Array): string | undefined =>
  /^\s*<\?xml[^>]{0,100}\bencoding\s*=\s*["']([\w.-]{1,40})["']/.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  )?.[1];

function guessed(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // A TypeError says that it is no UTF-8, and there is no other way to ask.
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

function as(label: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    // Either nobody knows the encoding, or the bytes are not in it.
    throw unreadable(`The file is not in ${label}`);
  }
}
