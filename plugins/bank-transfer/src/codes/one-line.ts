/** A text as one element of a code: no line breaks, not longer than the format takes, no half a character at the end. */
export const oneLine = (text: string, longest: number): string =>
  [...text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()].slice(0, longest).join('');
