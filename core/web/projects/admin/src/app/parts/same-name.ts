/** What was typed to confirm is the name: as the server compares it, whatever the case and the blanks around it. */
export const isSame = (typed: string, name: string): boolean =>
  typed.trim() !== '' && typed.trim().toLowerCase() === name.trim().toLowerCase();
