/** One place in a statement that cannot be read; the rest of the file goes on. */
export class LineFault extends Error {
  override readonly name = 'LineFault';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const LONGEST_QUOTE = 40;

/** What stands in the file, short enough for a message. */
export function quoted(text: string): string {
  const clean = cleanText(text, LONGEST_QUOTE + 1);
  return `"${clean.length > LONGEST_QUOTE ? `${clean.slice(0, LONGEST_QUOTE).trim()}…` : clean}"`;
}

/** On one line, without what no database and no page can hold. */
export const cleanText = (text: string, longest: number): string =>
  text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed();
