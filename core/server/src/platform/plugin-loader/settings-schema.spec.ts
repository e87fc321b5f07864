import type { FormSchema } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { SettingsSchema } from './settings-schema.js';

const FORM: FormSchema = {
  type: 'object',
  required: ['apiUrl', 'apiKey'],
  properties: {
    apiUrl: { type: 'string', format: 'uri', title: { en: 'Address', uk: 'Адреса' } as unknown as string },
    apiKey: { type: 'string', writeOnly: true, minLength: 4 },
    webhookSecret: { type: 'string', writeOnly: true },
    mode: { enum: ['live', 'test'], default: 'live' },
    retries: { type: 'integer', minimum: 0, default: 3 },
    servers: { type: 'array', items: { type: 'object', required: ['host'], properties: { host: { type: 'string' } } } },
  },
};

const check = (settings: Record<string, unknown>) => new SettingsSchema(FORM).check(settings);

describe('SettingsSchema', () => {
  it('fills in what is left out and leaves what it was given alone', () => {
    const given = { apiUrl: 'https://api.acme.test', apiKey: 'secret' };

    expect(check(given)).toEqual({ settings: { ...given, mode: 'live', retries: 3 }, errors: [] });
    expect(given).not.toHaveProperty('mode');
  });

  it('names every field that is wrong', () => {
    const { errors } = check({ apiUrl: 'nowhere', mode: 'dry', retries: '3', servers: [{ host: 'a' }, {}], surplus: 1 });

    expect(errors.map(({ field, code }) => [field, code])).toEqual(
      expect.arrayContaining([
        ['config.apiKey', 'required'],
        ['config.apiUrl', 'format'],
        ['config.mode', 'enum'],
        ['config.retries', 'type'],
        ['config.servers.1.host', 'required'],
        ['config.surplus', 'additionalProperties'],
      ]),
    );
  });

  it.each(['', ' ', '\t\n', ' '])('refuses the blank secret "%s", the optional one too', blank => {
    const { errors } = check({ apiUrl: 'https://api.acme.test', apiKey: 'long enough', webhookSecret: blank });

    expect(errors).toEqual([{ field: 'config.webhookSecret', code: 'blank', message: 'must not be blank' }]);
  });

  it('never quotes what was typed', () => {
    const { errors } = check({ apiUrl: 'https://api.acme.test', apiKey: 'abc', webhookSecret: 12345678 });

    expect(errors).toHaveLength(2);
    expect(JSON.stringify(errors)).not.toMatch(/abc|12345678/);
  });

  it('takes no property that every object has for a setting', () => {
    expect(
      check(
        JSON.parse('{"apiUrl":"https://a.test","apiKey":"long","__proto__":{"mode":"test"},"constructor":1}') as Record<
          string,
          unknown
        >,
      ).errors.map(({ field }) => field),
    ).toContain('config.constructor');
    expect(({} as Record<string, unknown>)['mode']).toBeUndefined();
  });

  it('has defaults only when nothing must be typed', () => {
    expect(new SettingsSchema(FORM).defaults('placeholder')).toBeUndefined();
    expect(new SettingsSchema().defaults('placeholder')).toEqual({});
  });
});
