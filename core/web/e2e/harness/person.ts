import { randomBytes } from 'node:crypto';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
}

/** Nobody who has been here before. */
export function aPerson(about: Partial<Person> = {}): Person {
  return {
    name: 'Liis Kask',
    email: `liis-${randomBytes(5).toString('hex')}@customer.example`,
    password: 'nine grey geese fly north',
    street: 'Pikk 3',
    city: 'Tallinn',
    postalCode: '10123',
    country: 'EE',
    ...about,
  };
}
