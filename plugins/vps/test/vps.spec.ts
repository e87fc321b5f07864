import { describe, expect, it } from 'vitest';
import { vps } from '../src/vps.js';
import { BASIC, settings } from './sample.js';

const product = { ...settings };
const codes = (problems: readonly { readonly code: string }[]) => problems.map(problem => problem.code);

describe('a virtual server', () => {
  it('becomes a plan, a system and a place at the provider', () => {
    const selection = { ...BASIC, cpu: 2, ram: 4, disk: 40, backups: true };

    expect(vps.fulfil(product, selection, { id: 'service', hostname: 'one.example.test' })).toEqual({
      action: 'server',
      installationId: settings.installationId,
      needs: { vcpu: 2, ramMb: 4096, diskGb: 40, addresses: 1 },
      spec: {
        plan: 'c2-r4-d40',
        hostname: 'one.example.test',
        image: 'debian-13',
        location: 'de-fra',
        addons: { vcpu: 2, ramGb: 4, diskGb: 40, backups: true },
      },
    });
  });

  it('is made in the pool of its place, else in that of the product', () => {
    const [frankfurt, singapore] = settings.locations;
    const pooled = {
      ...product,
      installationId: undefined,
      poolId: 'everywhere',
      locations: [frankfurt!, { ...singapore!, poolId: 'asia' }],
    };
    const placeOf = (location: string) =>
      vps.fulfil(pooled, { ...BASIC, location }, { id: 'service', hostname: 'one.example.test' });

    expect(placeOf('de-fra')).toMatchObject({ action: 'server', poolId: 'everywhere' });
    expect(placeOf('sg-sin')).toMatchObject({ action: 'server', poolId: 'asia' });
    expect(placeOf('sg-sin')).not.toHaveProperty('installationId');
  });

  it('asks for another family of plans by its prefix', () => {
    const plan = vps.fulfil({ ...product, planPrefix: 'std-' }, BASIC, { id: 'service', hostname: 'one.example.test' });

    expect(plan).toMatchObject({ spec: { plan: 'std-c1-r1-d20' } });
  });

  it('speaks the language of the reader', () => {
    const labels = vps.options(product, 'uk-UA').map(option => option.label);

    expect(labels).toEqual(['Процесор', 'Пам’ять', 'Диск', 'Система', 'Розташування', 'Щоденні резервні копії']);
    expect(vps.options(product, 'uk').find(option => option.id === 'location')).toMatchObject({
      values: [
        { value: 'de-fra', label: 'Франкфурт', mark: 'DE' },
        { value: 'sg-sin', available: false },
      ],
    });
  });

  it('takes the needs of a system from its settings before those of its family', () => {
    expect(codes(vps.check(product, { ...BASIC, image: 'panel', ram: 1 }))).toEqual(['image-needs-ram']);
    expect(codes(vps.check(product, { ...BASIC, image: 'windows-2025' }))).toEqual(['image-needs-ram', 'image-needs-disk']);
  });

  it('sells no backups where none are offered', () => {
    const without = { ...product, backups: false };

    expect(vps.options(without, 'en').some(option => option.id === 'backups')).toBe(false);
    expect(codes(vps.check(without, { ...BASIC, backups: true }))).toEqual(['not-offered']);
  });

  it('lets a running server grow and shrink, but never its disk, and never moves it', () => {
    const large = { ...BASIC, cpu: 4, ram: 8, disk: 80 };

    expect(vps.canChange!(product, BASIC, large)).toEqual([]);
    expect(codes(vps.canChange!(product, large, { ...large, cpu: 2, ram: 4 }))).toEqual([]);
    expect(codes(vps.canChange!(product, large, { ...large, disk: 60 }))).toEqual(['disk-shrinks']);
    expect(codes(vps.canChange!(product, BASIC, { ...BASIC, image: 'panel', ram: 2 }))).toEqual(['cannot-change']);
  });

  it('lets a server grow where nothing new is sold any more, and none move there', () => {
    const settled = { ...BASIC, location: 'sg-sin' };

    expect(vps.canChange!(product, settled, { ...settled, cpu: settled.cpu + 1 })).toEqual([]);
    expect(codes(vps.canChange!(product, BASIC, settled))).toEqual(['cannot-change', 'sold-out']);
  });
});
