import { describe, expect, it } from 'vitest';
import { localized, missingMethods, secretNames } from './manifest.js';

describe('localized', () => {
  it('goes from the exact language to the wider one to English', () => {
    const text = { en: 'Card', uk: 'Картка', 'pt-BR': 'Cartão' };

    expect(localized(text, 'pt-BR')).toBe('Cartão');
    expect(localized(text, 'uk-UA')).toBe('Картка');
    expect(localized(text, 'fr')).toBe('Card');
    expect(localized(text, 'constructor')).toBe('Card');
    expect(localized('Card', 'uk')).toBe('Card');
  });
});

describe('secretNames', () => {
  it('finds the settings that are written but never read', () => {
    const schema = {
      type: 'object',
      properties: { shop: { type: 'string' }, key: { type: 'string', writeOnly: true } },
    } as const;

    expect(secretNames(schema)).toEqual(['key']);
    expect(secretNames(undefined)).toEqual([]);
  });
});

describe('missingMethods', () => {
  it('names what a manifest promises and the object does not have', () => {
    const gateway = { start: () => undefined, fetch: () => undefined };

    expect(missingMethods({ kind: 'payment-gateway' }, gateway)).toEqual([]);
    expect(missingMethods({ kind: 'payment-gateway', capabilities: ['idempotent', 'refund', 'webhook'] }, gateway)).toEqual([
      'refund',
      'parseWebhook',
    ]);
    expect(missingMethods({ kind: 'payment-gateway' }, {})).toEqual(['start', 'fetch']);
  });
});
