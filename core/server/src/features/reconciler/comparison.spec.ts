import type { ListedServer } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { type BookedService, compare, ghost } from './comparison.js';
import { actionsFor } from './finding-actions.js';
import { turnOf, turnsFrom } from './schedule.js';

const HERE = 'installation-1';

const service = (changes: Partial<BookedService> = {}): BookedService => ({
  id: 'service-1',
  installationId: HERE,
  externalId: 'srv-1',
  state: 'active',
  hostname: 'web.example.com',
  plan: 'c1-r1-d20',
  isQuiet: true,
  ...changes,
});

const server = (changes: Partial<ListedServer> = {}): ListedServer => ({
  externalId: 'srv-1',
  serviceId: 'service-1',
  state: 'running',
  hostname: 'web.example.com',
  plan: 'c1-r1-d20',
  addresses: [],
  ...changes,
});

const found = (listed: readonly ListedServer[], booked: readonly BookedService[]) =>
  compare(HERE, listed, booked).findings.map(({ kind, aspect, ours, theirs }) => [kind, aspect, ours, theirs]);

describe('a provider’s list beside our books', () => {
  it('says nothing where both agree, whatever the case of a name and a dot at its end', () => {
    const { findings, missing, leftAlone } = compare(HERE, [server({ hostname: 'WEB.example.com.' })], [service()]);

    expect([findings, missing, [...leftAlone]]).toEqual([[], [], []]);
  });

  it('leaves it to the customer whether a server is switched on', () => {
    expect(found([server({ state: 'stopped' })], [service()])).toEqual([]);
    expect(found([server({ state: 'stopped' })], [service({ state: 'suspended' })])).toEqual([]);
  });

  it('finds every way in which a server is not what we say', () => {
    expect(found([server({ plan: 'c2-r2-d40' })], [service()])).toEqual([['drift', 'size', 'c1-r1-d20', 'c2-r2-d40']]);
    expect(found([server({ hostname: 'old.example.com' })], [service()])).toEqual([
      ['drift', 'hostname', 'web.example.com', 'old.example.com'],
    ]);
    expect(found([server()], [service({ state: 'suspended' })])).toEqual([['drift', 'power', 'suspended', 'running']]);
    expect(found([server({ state: 'suspended' })], [service()])).toEqual([['drift', 'power', 'active', 'suspended']]);
    expect(found([server({ state: 'failed' })], [service()])).toEqual([['drift', 'power', 'active', 'failed']]);
  });

  it('does not compare what a side does not tell', () => {
    const silent: ListedServer = { externalId: 'srv-1', state: 'running', addresses: [] };
    const { plan: _, ...untold } = service();

    expect(found([silent], [service()])).toEqual([]);
    expect(found([server({ plan: 'another' })], [untold])).toEqual([]);
  });

  it('tells four kinds of servers that we do not know', () => {
    const booked = [service({ id: 'ended', state: 'terminated', externalId: 'srv-9' }), service()];
    const listed = [
      server(),
      { externalId: 'a', state: 'running' as const, addresses: [] },
      server({ externalId: 'b', serviceId: 'nobody' }),
      server({ externalId: 'srv-9', serviceId: 'ended' }),
      server({ externalId: 'd' }),
    ];

    expect(found(listed, booked).map(([kind, aspect]) => [kind, aspect])).toEqual([
      ['orphan', 'unlabelled'],
      ['orphan', 'unknown-service'],
      ['orphan', 'ended-service'],
      ['orphan', 'second-server'],
    ]);
  });

  it('knows an adopted server by its id, whatever label it carries', () => {
    expect(found([server({ serviceId: 'of-another-panel' })], [service()])).toEqual([]);
  });

  it('leaves alone what is in motion: a busy service, one that waits for its server, the same account at another installation', () => {
    const cases: [ListedServer, BookedService][] = [
      [server({ plan: 'c9-r9-d9' }), service({ isQuiet: false })],
      [server({ externalId: 'new' }), service({ externalId: null, state: 'failed' })],
      [server({ externalId: 'new' }), service({ externalId: 'old', isQuiet: false })],
      [server(), service({ installationId: 'installation-2' })],
      [server(), service({ state: 'terminated', isQuiet: false })],
    ];
    for (const [listed, booked] of cases) {
      const { findings, leftAlone } = compare(HERE, [listed], [booked]);
      expect([findings, leftAlone.has(listed.externalId)]).toEqual([[], true]);
    }
  });

  it('misses servers of services that should have one, also those that the provider lists as gone', () => {
    const quiet = service({ id: 'two', externalId: 'srv-2', state: 'suspended' });
    const booked = [service(), quiet, service({ id: 'busy', externalId: 'srv-3', isQuiet: false })];

    const { findings, missing, leftAlone } = compare(HERE, [server({ state: 'gone' })], booked);

    expect(findings).toEqual([]);
    expect(missing.map(({ id }) => id)).toEqual(['service-1', 'two']);
    expect([...leftAlone]).toEqual(['srv-3']);
    expect(ghost({ ...quiet, externalId: 'srv-2' })).toMatchObject({ kind: 'ghost', serviceId: 'two', externalId: 'srv-2' });
  });

  it('misses nothing of failed, ended or foreign services', () => {
    const booked = [
      service({ state: 'failed' }),
      service({ state: 'terminated' }),
      service({ installationId: 'installation-2' }),
      service({ externalId: null }),
    ];

    expect(compare(HERE, [], booked).missing).toEqual([]);
    expect(found([server({ plan: 'c9-r9-d9' })], [service({ state: 'failed' })])).toEqual([]);
  });
});

describe('what may be done about a difference', () => {
  const stand = { aspect: 'size', state: 'open', theirs: 'c2', serviceState: 'active' } as const;

  it('offers to push only what the provider can do', () => {
    expect(actionsFor(stand, ['resize'])).toEqual(['push', 'accept']);
    expect(actionsFor(stand, [])).toEqual(['accept']);
    expect(actionsFor({ ...stand, aspect: 'power', theirs: 'failed' }, [])).toEqual(['accept']);
    expect(actionsFor({ ...stand, aspect: 'power', theirs: 'running', serviceState: 'suspended' }, [])).toEqual([
      'push',
      'accept',
    ]);
  });

  it('lets staff think over what they have accepted or ignored, and nothing that is over', () => {
    expect(actionsFor({ ...stand, state: 'accepted' }, ['resize'])).toEqual(['push']);
    expect(actionsFor({ ...stand, aspect: 'unlabelled', state: 'ignored' }, [])).toEqual(['adopt', 'terminate']);
    for (const state of ['ending', 'resolved', 'gone'] as const) expect(actionsFor({ ...stand, state }, ['resize'])).toEqual([]);
  });

  it('makes a server again for a service that runs, not for one that is suspended', () => {
    expect(actionsFor({ ...stand, aspect: 'missing' }, [])).toEqual(['recreate', 'terminate']);
    expect(actionsFor({ ...stand, aspect: 'missing', serviceState: 'suspended' }, [])).toEqual(['terminate']);
  });
});

describe('the turns of an installation', () => {
  it('come every six hours, at moments of its own', () => {
    const start = new Date('2026-11-23T00:00:00Z');
    const turns = turnsFrom(start, HERE);

    expect(turns).toHaveLength(4);
    expect(new Set(turns.map(turn => (turn.getTime() - start.getTime()) % (6 * 3_600_000)))).toEqual(new Set([turnOf(HERE)]));
    expect(turnOf(HERE)).not.toBe(turnOf('installation-2'));
  });
});
