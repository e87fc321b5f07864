import { describe, expect, it } from 'vitest';
import { domainFor } from '../src/domains.js';
import { sharedHosting } from '../src/shared-hosting.js';
import { BASIC, plainSettings, settings } from './sample.js';

const product = { ...settings };
const service = { id: 'service', hostname: 'start-ab12-cd34' };
const codes = (problems: readonly { readonly code: string }[]) => problems.map(problem => problem.code);

describe('a hosting account', () => {
  it('becomes a package of the panel with a domain and what was added', () => {
    const selection = { ...BASIC, domain: 'Example.com', backups: true, dedicatedIp: true, contactEmail: 'anna@example.org' };

    expect(sharedHosting.fulfil(product, selection, service)).toEqual({
      action: 'server',
      installationId: settings.installationId,
      needs: { slots: 1 },
      spec: {
        plan: 'start-backups',
        hostname: 'example.com',
        addons: { dedicatedIp: true, contactEmail: 'anna@example.org' },
      },
    });
  });

  it('is called by its domain, or by the shop where there is none yet', () => {
    const nameOf = (domain: string | number) => sharedHosting.nameOf?.(product, { ...BASIC, domain });

    expect([nameOf('www.Example.com'), nameOf(''), nameOf('no domain'), nameOf(7)]).toEqual(['example.com', null, null, null]);
  });

  it('is made on whichever server of the pool has room', () => {
    const plan = sharedHosting.fulfil({ ...plainSettings }, { package: 'Reseller_Pro.v2' }, service);

    expect(plan).toMatchObject({ poolId: plainSettings.poolId, spec: { plan: 'Reseller_Pro.v2', addons: {} } });
    expect(plan).not.toHaveProperty('installationId');
  });

  it.each([
    ['example.com', 'other.example', 'example.com'],
    ['www.example.com', 'x', 'example.com'],
    ['www.com', 'x', 'www.com'],
    ['', 'Shop.Example.org', 'shop.example.org'],
    ['', 'start-ab12-cd34', 'start-ab12-cd34.sites.example'],
    ['', 'Start_AB', 'start-ab.sites.example'],
    ['', '--', 'site.sites.example'],
    ['', `${'a'.repeat(70)}`, `${'a'.repeat(63)}.sites.example`],
  ])('with the domain "%s" and the host name "%s" is called %s', (chosen, hostname, domain) => {
    expect(domainFor(chosen, hostname, 'sites.example')).toBe(domain);
  });

  it('says what is in a package in the language of the reader', () => {
    const [english] = sharedHosting.options(product, 'en');
    const [ukrainian] = sharedHosting.options(product, 'uk-UA');

    expect(english).toMatchObject({
      values: [
        { label: 'Start · disk 5 GB, traffic 50 GB, websites 1, mailboxes 10, databases 2' },
        { label: 'Pro · disk 100 GB, traffic unlimited, websites 50, mailboxes unlimited, databases unlimited' },
      ],
    });
    expect(ukrainian).toMatchObject({
      label: 'Пакет',
      values: [{ label: 'Старт · диск 5 ГБ, трафік 50 ГБ, сайти 1, поштові скриньки 10, бази даних 2' }, {}],
    });
    expect(sharedHosting.options({ ...plainSettings }, 'ru').map(({ id }) => id)).toEqual(['package', 'domain']);
  });

  it('tells a domain in another alphabet from one that is none', () => {
    const check = (domain: string) => codes(sharedHosting.check(product, { ...BASIC, domain }));

    expect([check('каштан.укр'), check('-a.example'), check('a..b'), check('xn--80aswg.xn--p1ai')]).toEqual([
      ['idn-domain'],
      ['bad-domain'],
      ['bad-domain'],
      [],
    ]);
  });

  it('may become a bigger or a smaller package, and keeps its domain and its address', () => {
    const from = { ...BASIC, domain: 'example.com', backups: true };
    const change = (to: object) => codes(sharedHosting.canChange!(product, from, { ...from, ...to }));

    expect(change({ package: 'Reseller_Pro.v2', backups: false })).toEqual([]);
    expect(codes(sharedHosting.canChange!(product, { package: 'Reseller_Pro.v2' }, BASIC))).toEqual([]);
    expect(change({ package: 'Reseller_Pro.v2' })).toEqual(['not-offered']);
    expect(change({ domain: 'www.Example.com' })).toEqual([]);
    expect(change({ domain: 'other.example', dedicatedIp: true })).toEqual(['cannot-change', 'cannot-change']);
  });
});
