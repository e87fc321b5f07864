/** WHM says no: with status 200, and in a sentence. */
export class Refusal extends Error {}

/** Whoever stands before the functions says no, with a status. */
export class Turned extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}
