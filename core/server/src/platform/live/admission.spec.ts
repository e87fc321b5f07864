import { describe, expect, it } from 'vitest';
import { addressOf, Counter, mayOpen } from './admission.js';

const shop = { url: 'https://shop.example', origins: ['https://partner.example'] };

describe('mayOpen', () => {
  it.each([
    ['https://shop.example', true],
    ['https://partner.example', true],
    ['https://second.example', true],
    [undefined, true],
    ['https://evil.example', false],
    ['https://shop.example.evil.example', false],
    ['null', false],
    ['', false],
  ])('a page of %s: %s', (origin, expected) => {
    expect(mayOpen(origin, 'second.example', shop)).toBe(expected);
  });
});

describe('addressOf', () => {
  const request = { headers: { 'x-forwarded-for': '1.1.1.1, 2.2.2.2' }, socket: { remoteAddress: '3.3.3.3' } } as never;

  it('believes the last proxy, and only where there is one', () => {
    expect([addressOf(request, true), addressOf(request, false)]).toEqual(['2.2.2.2', '3.3.3.3']);
  });
});

describe('Counter', () => {
  it('takes as many as it may and forgets what is given back', () => {
    const counter = new Counter(2);

    expect([counter.take('a'), counter.take('a'), counter.take('a'), counter.take('b')]).toEqual([true, true, false, true]);
    counter.giveBack('a');
    expect([counter.take('a'), counter.take('a')]).toEqual([true, false]);
  });
});
