/** An answer that is an error, in the shape in which Hetzner gives it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string = code,
    readonly details: object = {},
  ) {
    super(message);
  }
}

export const invalid = (field: string, message = `invalid input in field '${field}'`): Refusal =>
  new Refusal(422, 'invalid_input', message, { fields: [{ name: field, messages: [message] }] });

export const missing = (what: string): Refusal => new Refusal(404, 'not_found', `${what} not found`);
