import { describe, expect, it } from 'vitest';
import { AttemptKey } from './keys.js';
import { pickLocale, Translator } from './i18n.js';
import { moneyPerPeriod, periodWords, showMoney } from './money.js';

describe('Translator', () => {
  const servers = { one: '{count} сервер', few: '{count} сервери', many: '{count} серверів', other: '{count} сервера' };
  const uk = new Translator('uk', { en: { servers }, uk: { servers }, ru: { servers } });

  it.each([
    [1, '1 сервер'],
    [2, '2 сервери'],
    [5, '5 серверів'],
    [11, '11 серверів'],
    [21, '21 сервер'],
  ])('declines %i in Ukrainian', (count, text) => {
    expect(uk.text('servers', { count })).toBe(text);
  });

  it('leaves a placeholder that has no value as it is', () => {
    const words = { hello: 'Hello {name}' };
    expect(new Translator('en', { en: words, uk: words, ru: words }).text('hello')).toBe('Hello {name}');
  });

  it('says nothing for a key that is not there', () => {
    expect(uk.find('toString')).toBeUndefined();
  });
});

describe('pickLocale', () => {
  it('takes the first wish that is one of ours, whatever its region', () => {
    expect(pickLocale(undefined, 'de-DE', 'uk-UA', 'ru')).toBe('uk');
    expect(pickLocale('', null, 'fr')).toBe('en');
  });
});

describe('money', () => {
  it('shows sums beyond what a float holds to the last unit', () => {
    expect(showMoney({ amount: '9007199254740993', currency: 'EUR' }, 'en')).toBe('€90,071,992,547,409.93');
  });

  it('knows how many digits a currency has', () => {
    expect(showMoney({ amount: '500', currency: 'JPY' }, 'en')).toBe('¥500');
    expect(showMoney({ amount: '1234', currency: 'KWD' }, 'en')).toContain('1.234');
  });

  it('says the period with the amount', () => {
    expect(moneyPerPeriod({ amount: '1200', currency: 'EUR' }, { unit: 'month', count: 1 }, 'en')).toBe('€12.00 / month');
    expect(moneyPerPeriod({ amount: '1200', currency: 'EUR' }, { unit: 'once' }, 'en')).toBe('€12.00');
  });

  it('declines periods', () => {
    expect(periodWords({ unit: 'month', count: 3 }, 'uk')).toBe('3 місяці');
    expect(periodWords({ unit: 'month', count: 12 }, 'ru')).toBe('12 месяцев');
    expect(periodWords({ unit: 'month', count: 21 }, 'uk')).toBe('21 місяць');
    expect(periodWords({ unit: 'year', count: 1 }, 'en')).toBe('year');
  });
});

describe('AttemptKey', () => {
  it('stays the same for the same request until it is answered', () => {
    const key = new AttemptKey();
    const first = key.for({ cart: 1 });

    expect(key.for({ cart: 1 })).toBe(first);
    key.answered();
    expect(key.for({ cart: 1 })).not.toBe(first);
  });

  it('is another one for another request', () => {
    const key = new AttemptKey();
    expect(key.for({ cart: 1 })).not.toBe(key.for({ cart: 2 }));
  });
});
