import { ApiProblem } from '@hostwright/kit';
import { expect, it } from 'vitest';
import { type Destination, PaletteModel, type Search } from './palette-model.js';

const to = (label: string, group = 'screens'): Destination => ({
  id: `${group}/${label}`,
  group,
  label,
  detail: '',
  path: [label],
});

const SCREENS = [to('Orders'), to('Invoices'), to('Замовлення')];
const labels = (palette: PaletteModel) => palette.destinations().map(destination => destination.label);

it('offers every screen before anything is typed', () => {
  expect(labels(new PaletteModel(SCREENS, []))).toEqual(['Orders', 'Invoices', 'Замовлення']);
});

it('finds screens by any part of their name, whatever the case', () => {
  const palette = new PaletteModel(SCREENS, []);

  palette.write('ЗАМОВ');

  expect(labels(palette)).toEqual(['Замовлення']);
});

it('adds what the shop has under that number', async () => {
  const palette = new PaletteModel(SCREENS, [text => Promise.resolve([to(`${text}-17`, 'orders')])]);

  palette.write('ord');
  await palette.search();

  expect(labels(palette)).toEqual(['Orders', 'ord-17']);
});

it('asks nothing for a single letter', async () => {
  let asked = 0;
  const palette = new PaletteModel([], [() => Promise.resolve((asked++, []))]);

  palette.write(' o ');
  await palette.search();

  expect(asked).toBe(0);
});

it('keeps the answers of the others when one kind is not allowed', async () => {
  const refused: Search = () => Promise.reject(new ApiProblem('not-allowed', 403));
  const palette = new PaletteModel([], [refused, () => Promise.resolve([to('INV-2', 'invoices')])]);

  palette.write('INV');
  await palette.search();

  expect(labels(palette)).toEqual(['INV-2']);
});

it('drops answers to what is no longer typed', async () => {
  const answers = new Map<string, (found: readonly Destination[]) => void>();
  const palette = new PaletteModel([], [text => new Promise(resolve => answers.set(text, resolve))]);
  palette.write('ab');
  const first = palette.search();
  palette.write('abc');
  const second = palette.search();

  answers.get('abc')?.([to('abc')]);
  answers.get('ab')?.([to('ab')]);
  await Promise.all([first, second]);

  expect(labels(palette)).toEqual(['abc']);
});

it('walks round the ends and begins anew with each letter', () => {
  const palette = new PaletteModel(SCREENS, []);

  palette.move(-1);
  expect(palette.selected()?.label).toBe('Замовлення');
  palette.move(1);
  expect(palette.selected()?.label).toBe('Orders');
  palette.move(1);
  palette.write('o');

  expect(palette.selected()?.label).toBe('Orders');
});

it('has nothing selected when nothing is found', () => {
  const palette = new PaletteModel(SCREENS, []);

  palette.write('zzz');
  palette.move(1);

  expect(palette.selected()).toBeUndefined();
});
