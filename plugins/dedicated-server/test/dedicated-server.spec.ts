import { describe, expect, it } from 'vitest';
import { dedicatedServer } from '../src/dedicated-server.js';
import { BASIC, plainSettings, settings } from './sample.js';

const product = { ...settings };
const service = { id: 'service', hostname: 'big.example.test' };
const codes = (problems: readonly { readonly code: string }[]) => problems.map(problem => problem.code);

describe('a dedicated server', () => {
  it('becomes a machine of a group with what is to be built in', () => {
    const plan = dedicatedServer.fulfil(product, { ...BASIC, memory: 'ram-192' }, service);

    expect(plan).toEqual({
      action: 'server',
      installationId: settings.installationId,
      needs: { addresses: 1 },
      itemGroup: 'ryzen-9',
      spec: {
        plan: 'r9',
        hostname: 'big.example.test',
        image: 'debian-13',
        location: 'fra',
        addons: { memory: 'ram-192' },
      },
    });
  });

  it('comes from the machines of its place, at whichever installation of the pool has room', () => {
    const plan = dedicatedServer.fulfil({ ...plainSettings }, { ...BASIC, location: 'kyiv' }, service);

    expect(plan).toMatchObject({ poolId: plainSettings.poolId, itemGroup: 'ryzen-9-kyiv', spec: { addons: {} } });
    expect(plan).not.toHaveProperty('installationId');
  });

  it('is described by its hardware, in the language of the reader', () => {
    const [machine, memory] = dedicatedServer.options(product, 'uk-UA');

    expect(machine).toMatchObject({
      label: 'Машина',
      values: [{ label: 'Шістнадцять ядер · Ryzen 9 7950X, 128 GB, 2 × 1.92 TB NVMe, 1 Gbit/s' }, { label: 'EPYC' }],
    });
    expect(memory).toMatchObject({ label: 'Більше пам’яті', values: [{ value: 'standard', label: 'Як є' }, {}, {}] });
    expect(dedicatedServer.options({ ...plainSettings }, 'en').map(({ id }) => id)).toEqual([
      'configuration',
      'image',
      'location',
    ]);
  });

  it('takes only parts that fit into it', () => {
    expect(codes(dedicatedServer.check(product, { ...BASIC, memory: 'ram-512' }))).toEqual(['does-not-fit']);
    expect(codes(dedicatedServer.check(product, { ...BASIC, configuration: 'epyc', memory: 'ram-512' }))).toEqual([]);
  });

  it('may get other parts while it runs, and never becomes another machine', () => {
    const change = (to: object) => codes(dedicatedServer.canChange!(product, BASIC, { ...BASIC, ...to }));

    expect(change({ memory: 'ram-192', disks: 'sata-8' })).toEqual([]);
    expect(change({ configuration: 'epyc' })).toEqual(['cannot-change']);
    expect(change({ location: 'kyiv', image: 'windows-2025' })).toEqual(['cannot-change', 'cannot-change']);
  });
});
