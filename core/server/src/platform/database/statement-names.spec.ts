import { expect, it } from 'vitest';
import { StatementNames } from './statement-names.js';

const asked = (names: StatementNames, sql: string, times: number): (string | undefined)[] =>
  Array.from({ length: times }, () => names.of(sql));

it('names what comes again and again, and always by the same name', () => {
  const [first, second, third, fourth] = asked(new StatementNames(), 'select 1', 4);

  expect([first, second]).toEqual([undefined, undefined]);
  expect(third).toBeTypeOf('string');
  expect(fourth).toBe(third);
});

it('gives two statements two names', () => {
  const names = new StatementNames();

  expect(asked(names, 'select 1', 3).at(-1)).not.toBe(asked(names, 'select 2', 3).at(-1));
});

it('stops naming before the memory of PostgreSQL is full', () => {
  const names = new StatementNames();
  const given = Array.from({ length: 2000 }, (_, index) => asked(names, `select ${index}`, 3).at(-1));

  expect(given.filter(name => name !== undefined).length).toBeLessThanOrEqual(400);
});

it('names anew what was planned before a migration', () => {
  const names = new StatementNames();
  const before = asked(names, 'select 1', 3).at(-1);
  names.renew();

  const after = asked(names, 'select 1', 3).at(-1);

  expect(after).toBeTypeOf('string');
  expect(after).not.toBe(before);
});
