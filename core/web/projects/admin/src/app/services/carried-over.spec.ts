import { expect, it } from 'vitest';
import { carriedOver } from './carried-over.js';

const ram = { id: 'ram', kind: 'number' as const, label: 'Memory', unit: 'GB', min: 4, max: 16, step: 4, included: 4 };
const place = {
  id: 'place',
  kind: 'choice' as const,
  label: 'Place',
  values: [
    { value: 'north', label: 'North' },
    { value: 'south', label: 'South' },
  ],
};
const backups = { id: 'backups', kind: 'toggle' as const, label: 'Backups' };

it('keeps what the plan allows', () => {
  expect(carriedOver([ram, place, backups], { ram: 8, place: 'south', backups: true })).toEqual({
    ram: 8,
    place: 'south',
    backups: true,
  });
});

it('takes the nearest size, and the plan’s own choice for what it has not', () => {
  expect(carriedOver([ram, place], { ram: 2, place: 'moon', extra: 'x' })).toEqual({ ram: 4, place: 'north' });
});

it('does not take one kind of answer for another', () => {
  expect(carriedOver([ram, backups], { ram: '8', backups: 'yes' })).toMatchObject({ ram: 4, backups: false });
});
