import { describe, expect, it } from 'vitest';
import { preferred, visitorOf } from './visitor.js';

const shop = { locale: 'uk', locales: ['uk', 'en', 'ru'], currency: 'UAH', currencies: ['UAH', 'EUR'] } as const;
const nothing = { query: {}, cookies: {}, acceptLanguage: undefined };

describe('the language and currency of a visitor', () => {
  it('are those of the shop when nothing is known', () => {
    expect(visitorOf(shop, nothing)).toEqual({ locale: 'uk', currency: 'UAH' });
  });

  it('follow the address, then the cookie, then the browser', () => {
    const cookies = { 'hw-lang': 'ru', 'hw-currency': 'EUR' };

    expect(visitorOf(shop, { ...nothing, acceptLanguage: 'en-GB' }).locale).toBe('en');
    expect(visitorOf(shop, { ...nothing, cookies, acceptLanguage: 'en' })).toEqual({ locale: 'ru', currency: 'EUR' });
    expect(visitorOf(shop, { query: { lang: 'uk', currency: 'UAH' }, cookies, acceptLanguage: 'en' })).toEqual({
      locale: 'uk',
      currency: 'UAH',
    });
  });

  it.each([{ lang: 'de' }, { lang: ['en'] }, { lang: '__proto__' }, { currency: 'usd' }, { currency: 'USD' }])(
    'ignore what the shop does not have: %o',
    query => {
      expect(visitorOf(shop, { ...nothing, query })).toEqual({ locale: 'uk', currency: 'UAH' });
    },
  );

  it.each([
    ['de-DE,de;q=0.9,ru;q=0.4,en;q=0.8', 'en'],
    ['uk-UA', 'uk'],
    ['en;q=0,ru', 'ru'],
    ['fr', undefined],
    ['', undefined],
    [';;;q=,', undefined],
  ])('read %s as %s', (header, locale) => {
    expect(preferred(header, shop.locales)).toBe(locale);
  });
});
