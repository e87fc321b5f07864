import { aCall, fakeContext } from '@hostwright/sdk/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualProvider } from '../src/manual-provider.js';
import type { ManualConfig } from '../src/settings.js';
import { CONFIG } from './sample.js';

const SERVICE = '01970000-0000-7000-8000-0000000000aa';
const ACCESS = { addresses: ['192.0.2.7', '2001:db8::7'], username: 'root', password: 'told-once-77' };

let context: ReturnType<typeof fakeContext<ManualConfig>>;
let people: ManualProvider;
let calls = 0;

beforeEach(() => {
  context = fakeContext({ config: CONFIG });
  people = new ManualProvider(context);
});

const call = () => aCall(`call-${(calls += 1)}`);
const SPEC = {
  plan: 'xeon-64',
  hostname: 'db.example.test',
  image: 'debian-13',
  addons: { ramGb: 64 },
  sshKeys: ['ssh-ed25519 AAAA ada'],
  item: { id: 'item-1', name: 'R740-12', facts: { rack: 'B4', serial: '7XK2' } },
};
const order = (spec = SPEC, serviceId = SERVICE) => people.create({ serviceId, spec }, call());
const setUp = async () => {
  await order();
  return people.finishHandWork(SERVICE, ACCESS);
};

describe('a new machine', () => {
  it('is a task that names it, what it is to be and the owner’s own check-list', async () => {
    const { state, handWork } = await order();

    expect(state).toBe('creating');
    expect(handWork).toMatchObject({ title: 'Set up R740-12 (db.example.test)', dueInHours: 48, asksAccess: true });
    expect(handWork!.instructions!.split('\n')).toEqual([
      'Host name: db.example.test',
      'Machine: R740-12',
      '  rack: B4',
      '  serial: 7XK2',
      'Configuration: Xeon, 64 GB',
      'System: Debian 13',
      'ramGb: 64',
      'SSH key: ssh-ed25519 AAAA ada',
      '',
      'Label both cables',
      'Put the serial number into the rack plan',
    ]);
  });

  it('runs when people say so, and the password goes through without staying', async () => {
    const done = await setUp();

    expect(done).toMatchObject({ state: 'running', credentials: { username: 'root', password: 'told-once-77' } });
    expect(done.addresses).toEqual([
      { family: 4, address: '192.0.2.7', primary: true },
      { family: 6, address: '2001:db8::7', primary: false },
    ]);
    const kept = await context.storage.get(`server:${SERVICE}`);
    expect(JSON.stringify(kept)).not.toContain('told-once-77');
    expect((await people.fetch(SERVICE)).credentials).toEqual({ username: 'root' });
  });

  it('is another one for a service whose first is gone, and is found under it', async () => {
    await setUp();
    await people.terminate(SERVICE);

    const { externalId, state } = await order();

    expect([externalId, state]).toEqual([`${SERVICE}-2`, 'creating']);
    expect((await people.find(SERVICE))?.externalId).toBe(externalId);
    expect((await people.list()).servers.map(server => server.externalId)).toEqual([externalId]);
  });
});

describe('a change', () => {
  it('is made when people have made it, and asks for what it needs', async () => {
    await setUp();

    const asked = await people.resize(SERVICE, { plan: 'xeon-128', addons: { ramGb: 128 } }, call());
    expect(asked).toMatchObject({ state: 'changing', plan: 'xeon-64' });
    expect(asked.handWork).toMatchObject({ title: 'Upgrade R740-12 (db.example.test)', dueInHours: 4, asksAccess: false });
    expect(asked.handWork!.instructions).toContain('Configuration: xeon-128, before: Xeon, 64 GB');

    expect(await people.finishHandWork(SERVICE, {})).toMatchObject({ state: 'running', plan: 'xeon-128' });
  });

  it('tells why a machine is to be disconnected', async () => {
    await setUp();

    const { handWork } = await people.suspend(SERVICE, 'unpaid', call());

    expect(handWork).toMatchObject({ title: 'Disconnect R740-12 (db.example.test)' });
    expect(handWork!.instructions).toContain('Reason: unpaid');
  });

  it('is not asked for twice by the same call, also after it was made', async () => {
    await setUp();
    const restart = call();

    await people.power(SERVICE, 'restart', restart);
    await people.finishHandWork(SERVICE, {});
    const again = await people.power(SERVICE, 'restart', restart);

    expect([again.state, again.handWork]).toEqual(['running', undefined]);
  });

  it('is called off by its opposite', async () => {
    await setUp();
    await people.suspend(SERVICE, 'unpaid', call());

    const resumed = await people.unsuspend(SERVICE, call());

    expect([resumed.state, resumed.handWork]).toEqual(['running', undefined]);
  });

  it('waits until the machine is set up', async () => {
    await order();

    await expect(people.suspend(SERVICE, 'unpaid', call())).rejects.toMatchObject({ kind: 'retryable', code: 'busy' });
  });

  it('of a suspended machine’s power is refused', async () => {
    await setUp();
    await people.suspend(SERVICE, 'unpaid', call());
    await people.finishHandWork(SERVICE, {});

    await expect(people.power(SERVICE, 'start', call())).rejects.toMatchObject({ kind: 'final', code: 'suspended' });
  });
});

describe('the list', () => {
  it('goes through more machines than a page holds, once each, though two are made at once', async () => {
    const services = Array.from({ length: 120 }, (_, index) => `service-${index}`);
    await Promise.all(services.map(serviceId => order(SPEC, serviceId)));

    const first = await people.list();
    const second = await people.list(first.next);

    const ids = [...first.servers, ...second.servers].map(server => server.serviceId);
    expect(ids.toSorted()).toEqual(services.toSorted());
    expect(second.next).toBeUndefined();
  });
});
