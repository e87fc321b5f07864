import { describe, expect, it } from 'vitest';
import { generic } from '../src/generic.js';
import type { GenericSettings } from '../src/settings.js';
import { BACKUP, LICENCE, SUPPORT } from './sample.js';

const SERVICE = { id: 'service', hostname: 'one.example.test' };
const fulfil = (settings: GenericSettings, selection: Record<string, string | number | boolean>) =>
  generic.fulfil({ ...settings }, selection, SERVICE);
const codes = (problems: readonly { readonly field: string; readonly code: string }[]) =>
  problems.map(({ field, code }) => [field, code]);

describe('a product of the owner’s own', () => {
  it('tells people what to do, in the owner’s words and with every choice', () => {
    const plan = fulfil(LICENCE, { edition: 'pro', seats: 25, support: true, address: '192.0.2.7' });

    expect(plan).toEqual({
      action: 'manual',
      instructions: [
        'Order the pro edition for 25 seats ({unknown}).',
        '',
        'Host name: one.example.test',
        'Edition: Professional',
        'Seats: 25 seats',
        'Support: yes',
        'Address of the server: 192.0.2.7',
      ].join('\n'),
    });
  });

  it('lists the choices where the owner had no words, and leaves out what was left empty', () => {
    const { delivery: _, ...rest } = LICENCE;
    const plan = fulfil({ ...rest, delivery: { by: 'people' } }, { edition: 'solo', seats: 1, address: '' });

    expect(plan).toMatchObject({ instructions: 'Host name: one.example.test\nEdition: Solo\nSeats: 1 seats' });
  });

  it('is made by a provider, whose plan is named by what was chosen', () => {
    expect(fulfil(BACKUP, { space: 300, place: 'fra' })).toEqual({
      action: 'server',
      installationId: '01970000-0000-7000-8000-0000000000cc',
      spec: { plan: 'backup-300', hostname: 'one.example.test', location: 'fra', addons: { space: 300 } },
    });
  });

  it('is made wherever a pool has room', () => {
    const poolId = '01970000-0000-7000-8000-0000000000dd';
    const plan = fulfil({ fields: [], delivery: { by: 'pool', poolId, plan: 'small' } }, {});

    expect(plan).toMatchObject({ action: 'server', poolId, spec: { plan: 'small' } });
  });

  it('is named by the shop, unless its buyers are asked for a host name', () => {
    expect(generic.nameOf?.({ ...LICENCE }, {})).toBeNull();
    expect(generic.nameOf?.({ ...LICENCE, asksHostname: true }, {})).toBeUndefined();
  });

  it('needs nothing to be done where nobody delivers', () => {
    expect(fulfil(SUPPORT, {})).toEqual({ action: 'none' });
  });

  it('takes what must be filled in and agreed to', () => {
    const fields = [
      { id: 'domain', kind: 'text', label: 'Domain', required: true },
      { id: 'terms', kind: 'toggle', label: 'Terms', required: true },
    ] as const;
    const settings = { fields, delivery: { by: 'nobody' } };

    expect(codes(generic.check(settings, { domain: '  ', terms: false }))).toEqual([
      ['domain', 'required'],
      ['terms', 'required'],
    ]);
    expect(generic.check(settings, { domain: 'example.test', terms: true })).toEqual([]);
  });

  it('changes with the customer, but for what is fixed', () => {
    const from = { edition: 'solo', seats: 1, support: false, address: '192.0.2.7' };

    expect(generic.canChange!({ ...LICENCE }, from, { ...from, edition: 'pro', seats: 5 })).toEqual([]);
    expect(codes(generic.canChange!({ ...LICENCE }, from, { ...from, address: '192.0.2.8' }))).toEqual([
      ['address', 'cannot-change'],
    ]);
    expect(codes(generic.canChange!({ ...LICENCE }, from, { ...from, seats: 1000 }))).toEqual([['seats', 'out-of-range']]);
  });

  it('speaks the language of the reader', () => {
    expect(generic.options({ ...LICENCE }, 'uk').map(({ label }) => label)).toEqual([
      'Видання',
      'Seats',
      'Підтримка',
      'Address of the server',
    ]);
  });

  it('survives settings that are upside down', () => {
    const settings = {
      fields: [
        { id: 'seats', kind: 'number', label: 'Seats', min: 10, max: 1 },
        { id: 'seats', kind: 'text', label: 'Seats again' },
      ],
      delivery: { by: 'nobody' },
    };

    expect(generic.options(settings, 'en')).toMatchObject([{ id: 'seats', kind: 'number', min: 1, max: 10 }]);
  });
});
