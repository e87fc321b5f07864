import { describe, expect, it } from 'vitest';
import { AcmeBox } from '../src/acme-box.js';

const settings = { installationId: '01970000-0000-7000-8000-000000000001', largestGb: 2000, fast: true };

describe('a box', () => {
  it('grows and never shrinks', () => {
    const box = new AcmeBox();

    expect(box.canChange(settings, { size: 200 }, { size: 300 })).toEqual([]);
    expect(box.canChange(settings, { size: 300 }, { size: 200 })).toMatchObject([{ field: 'size', code: 'smaller' }]);
  });

  it('says which plan is to be made', () => {
    const plan = new AcmeBox().fulfil(settings, { size: 300, fast: true }, { hostname: 'one.example.test' });

    expect(plan).toMatchObject({ action: 'server', spec: { plan: 'fast-300', hostname: 'one.example.test' } });
  });
});
