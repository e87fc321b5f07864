import { remainder } from './iban.js';

/**
 * What the payer writes on the transfer: the invoice's number, the same that stands on the invoice and in every code.
 * A second name for the same thing would be one more to mistype.
 */
export const paymentReference = (invoiceNumber: string): string => invoiceNumber.replaceAll(/\s+/g, ' ').trim();

const MOST = 50;
const LONGEST = 35;
const MOST_PIECES = 7;

/** Cyrillic letters that look like Latin ones: whoever types under a Ukrainian layout does not see the difference. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ А: 'A', В: 'B', Е: 'E', І: 'I', Ј: 'J', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Ѕ: 'S', Т: 'T', У: 'Y', Х: 'X' },
};

/** What may stand between the pieces of one number: dashes, dots and spaces in any mixture, but no word and no bracket. */
const JOINT = /^[\s\p{Pd}_./\\:,'’#№]{0,3}$/u;

/**
 * What in a text may be an invoice's number, as letters and digits without anything between them, likeliest first. It is
 * found in any case, with other separators or none, broken by a space, with letters of another script that look the
 * same, with O for 0, and as a creditor reference of ISO 11649 whose check digits are right.
 */
export function referencesIn(text: string): string[] {
  const upper = text.toUpperCase();
  // Read both ways: a Cyrillic word may also stand right before a number in Latin letters.
  const folded = upper.replaceAll(/[А-ЯЁІЇЄҐЈЅ]/g, letter => LOOKALIKES[letter] ?? letter);
  const found = new Set([upper, ...(folded === upper ? [] : [folded])].flatMap(candidates));
  return [...found].toSorted((one, other) => digitsIn(other) - digitsIn(one)).slice(0, MOST);
}

interface Piece {
  readonly text: string;
  /** Whether it may belong to the same number as the piece before it. */
  readonly isJoined: boolean;
}

function candidates(text: string): string[] {
  let end = 0;
  const pieces: Piece[] = [...text.matchAll(/[A-Z0-9]+/g)].map(match => {
    const isJoined = JOINT.test(text.slice(end, match.index));
    end = match.index + match[0].length;
    return { text: match[0], isJoined };
  });
  return pieces.flatMap((_, start) => joined(pieces, start)).flatMap(readings);
}

/** The piece, the piece with the one after it, and so on while they may belong together; a number begins with a letter. */
function joined(pieces: readonly Piece[], start: number): string[] {
  const found: string[] = [];
  let all = '';
  if (!/^[A-Z]/.test(pieces[start]!.text)) return found;
  for (let index = start; index < pieces.length && index < start + MOST_PIECES; index += 1) {
    const { text, isJoined } = pieces[index]!;
    if (index > start && !(isJoined && mayFollow(all, text))) break;
    all += text;
    if (all.length > LONGEST) break;
    found.push(all);
  }
  return found;
}

/** Behind digits no word follows, but for a creditor reference, which people write in groups of four. */
const mayFollow = (row: string, piece: string): boolean => !/\d/.test(row) || /^[OIL]+$|\d/.test(piece) || /^RF\d\d/.test(row);

/** What a row of letters and digits may mean; nothing when it does not look like a number of ours. */
function readings(row: string): string[] {
  const firstDigit = row.search(/\d/);
  if (firstDigit < 0) return [];
  const typed = row.slice(0, firstDigit) + row.slice(firstDigit).replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const both = [...new Set([row, typed])];
  return both.flatMap(one => [...(isCreditorReference(one) ? [one.slice(4)] : []), one]).filter(looksRight);
}

const looksRight = (row: string): boolean => row.length >= 5 && /^[A-Z].*\d$/.test(row) && digitsIn(row) >= 4;

const digitsIn = (row: string): number => row.replaceAll(/\D/g, '').length;

const isCreditorReference = (row: string): boolean =>
  /^RF\d{2}[A-Z0-9]{1,21}$/.test(row) && remainder(row.slice(4) + row.slice(0, 4)) === 1;
