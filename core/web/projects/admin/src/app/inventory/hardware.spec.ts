import { expect, it } from 'vitest';
import { complaintsAbout, factsOf, readFacts } from './hardware.js';

it('leaves out what nothing is written about', () => {
  expect(
    readFacts([
      { name: 'cpu', value: ' Ryzen 9 ' },
      { name: 'ram', value: '' },
      { name: '', value: ' ' },
    ]),
  ).toEqual({
    cpu: 'Ryzen 9',
  });
});

it('reads back what it has written', () => {
  const facts = { cpu: 'Ryzen 9', 'remote hands': 'yes' };

  expect(readFacts(factsOf(facts))).toEqual(facts);
});

it('takes a usual line without a value for an empty one', () => {
  expect(
    complaintsAbout([
      { name: 'ram', value: '' },
      { name: '', value: '' },
    ]),
  ).toEqual([undefined, undefined]);
});

it.each([
  [{ name: '', value: '64 GB' }, 'name'],
  [{ name: 'ядра', value: '16' }, 'name'],
  [{ name: 'rack', value: '' }, 'value'],
] as const)('complains about %j', (line, complaint) => {
  expect(complaintsAbout([line])).toEqual([complaint]);
});

it('complains about the second of two lines with one name', () => {
  expect(
    complaintsAbout([
      { name: 'ram', value: '64 GB' },
      { name: 'ram ', value: '128 GB' },
    ]),
  ).toEqual([undefined, 'twice']);
});
