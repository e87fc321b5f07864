import { expect, it } from 'vitest';
import { isMissingScreen } from './missing-screen.js';

it.each([
  'Failed to fetch dynamically imported module: https://shop.example/admin/chunk-A.js',
  'error loading dynamically imported module: https://shop.example/admin/chunk-A.js',
  'Importing a module script failed.',
])('knows a screen that could not be fetched: %s', message => {
  expect(isMissingScreen(new TypeError(message))).toBe(true);
});

it('takes no other failure for one', () => {
  expect(isMissingScreen(new TypeError('Cannot read properties of undefined'))).toBe(false);
  expect(isMissingScreen(new Error('Failed to fetch dynamically imported module'))).toBe(false);
});
