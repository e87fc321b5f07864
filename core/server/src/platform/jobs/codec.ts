/** JSON has no bigint: an amount travels as a string of minor units. */
export const encode = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
