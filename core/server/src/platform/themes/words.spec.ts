import { describe, expect, it } from 'vitest';
import { Words } from './words.js';

const uk = new Words('uk', {
  cart: {
    servers: { one: '{count} сервер', few: '{count} сервери', many: '{count} серверів', other: '{count} сервера' },
    greeting: 'Вітаємо, {name}',
  },
});

describe('the words of a language', () => {
  it.each([
    [1, '1 сервер'],
    [2, '2 сервери'],
    [5, '5 серверів'],
    [21, '21 сервер'],
    [112, '112 серверів'],
  ])('takes the form that goes with %i', (count, text) => {
    expect(uk.say('cart.servers', { count })).toBe(text);
  });

  it('puts a value in as it is, even when it looks like a hole', () => {
    expect(uk.say('cart.greeting', { name: '{count}' })).toBe('Вітаємо, {count}');
  });

  it('answers with the key when the theme forgot a word', () => {
    expect(uk.say('cart.nothing')).toBe('cart.nothing');
  });
});
