import { describe, expect, it } from 'vitest';
import { addressOf, parseView, writeView } from './cabinet-view.js';

describe('the views of the cabinet', () => {
  it.each(['services', 'service:0193-a', 'invoice:0193-b', 'account'])('reads back what it writes: %s', text => {
    expect(writeView(parseView(text))).toBe(text);
  });

  it.each([undefined, '', 'nothing', 'service', '../admin', 'constructor'])('shows the first page for %s', text => {
    expect(parseView(text)).toEqual({ name: 'home' });
  });

  it('keeps the rest of the address', () => {
    const here = 'https://partner.test/account?lang=uk#top';
    const there = addressOf({ name: 'invoice', id: '1' }, here);

    expect(there).toBe('https://partner.test/account?lang=uk&hw-view=invoice%3A1#top');
    expect(addressOf({ name: 'home' }, there)).toBe(here);
  });
});
