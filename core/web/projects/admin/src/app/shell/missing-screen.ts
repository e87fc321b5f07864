/** Each browser has its own sentence for an import that failed. */
export function isMissingScreen(error: unknown): boolean {
  return error instanceof TypeError && /import(ed|ing)?\b.*module|module script/i.test(error.message);
}
