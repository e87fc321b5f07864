/** The check of ISO 13616: moved to the end, letters as numbers, the remainder by 97 is 1. */
export function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '');
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) && remainder(compact.slice(4) + compact.slice(0, 4)) === 1;
}

/** In groups of four, as people read it. */
export const groupedIban = (text: string): string => text.replaceAll(' ', '').replaceAll(/(.{4})(?=.)/g, '$1 ');

/** The remainder by 97 of a text in which letters count from 10 (A) to 35 (Z). */
export function remainder(text: string): number {
  let rest = 0;
  for (const character of text) rest = Number(`${rest}${Number.parseInt(character, 36)}`) % 97;
  return rest;
}
