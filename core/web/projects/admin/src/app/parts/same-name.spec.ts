import { expect, it } from 'vitest';
import { isSame } from './same-name.js';

it.each(['web.example.com', ' WEB.example.com '])('takes %j for the name', typed => {
  expect(isSame(typed, 'web.example.com')).toBe(true);
});

it.each(['web.example.co', 'web', ''])('does not take %j for the name', typed => {
  expect(isSame(typed, 'web.example.com')).toBe(false);
});

it('never takes nothing for a name', () => {
  expect(isSame(' ', '')).toBe(false);
});
