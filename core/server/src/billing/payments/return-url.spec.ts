import { describe, expect, it } from 'vitest';
import { Problem } from '../../platform/http/index.js';
import { returnUrlFor } from './return-url.js';

const ORIGINS = ['https://shop.example', 'https://partner.example:8443'];
const ID = '0192d3a0-0000-7000-8000-000000000001';

describe('the address that a browser returns to', () => {
  it('carries the payment and keeps what it had', () => {
    expect(returnUrlFor('https://shop.example/cabinet?tab=invoices#top', ORIGINS, ID)).toBe(
      `https://shop.example/cabinet?tab=invoices&hw-payment=${ID}#top`,
    );
  });

  it('replaces the payment of an earlier round', () => {
    const url = new URL(returnUrlFor('https://partner.example:8443/?hw-payment=old', ORIGINS, ID));

    expect(url.searchParams.getAll('hw-payment')).toEqual([ID]);
  });

  it.each([
    'https://evil.example/',
    'https://shop.example.evil.example/',
    'https://shop.example@evil.example/',
    'https://user:word@shop.example/',
    'http://shop.example/',
    'https://shop.example:444/',
    'https://partner.example/',
    '//shop.example/',
    '/cabinet',
    'javascript:alert(1)//https://shop.example',
    'data:text/html,https://shop.example',
    'blob:https://shop.example/0192d3a0',
    '',
  ])('is refused when it is %j', wanted => {
    expect(() => returnUrlFor(wanted, ORIGINS, ID)).toThrow(Problem);
  });
});
