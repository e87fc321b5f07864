/** An answer that is an error, in the shape in which DigitalOcean gives it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly id: string,
    message: string = id,
  ) {
    super(message);
  }
}

export const unprocessable = (message: string): Refusal => new Refusal(422, 'unprocessable_entity', message);

export const missing = (): Refusal => new Refusal(404, 'not_found', 'The resource you requested could not be found.');
