import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Service } from '@hostwright/sdk/http';
import { RenewingShop, renewingHouse, type RenewingHouse } from '../../../test/harness/renewing-shop.js';
import { expectStatus, type ServerAnswer } from '../../../test/harness/shop.js';
import { expectHealthy } from '../../../test/stories/story.js';

let house: RenewingHouse;
let one: RenewingShop;

beforeAll(async () => {
  house = await renewingHouse({ dunning: true });
});

afterAll(() => house.close());

beforeEach(async () => {
  one = await RenewingShop.open(house);
});

afterEach(() => one.close());

const HOSTNAME = 'web.example.com';

async function call(method: string, rest: string, body?: object): Promise<ServerAnswer> {
  const { token } = await one.signIn();
  return one.shop.call(`${method} /api/store/services/${one.serviceId}${rest}`, { token, ...(body && { body }) });
}
const cancel = (when: 'period-end' | 'now', confirmation = HOSTNAME) => call('POST', '/cancellation', { when, confirmation });
const service = async (): Promise<Service> => (await call('GET', '')).json<Service>();
const servers = () => house.server.cloud.serversOf(one.serviceId);

describe('a service that its customer cancels', () => {
  it('runs to the end of the paid time, is not billed again, and ends on that day', async () => {
    await one.saveCard();
    const renewsAt = await one.renewsAt();
    const answer = expectStatus(await cancel('period-end'), 200).json<Service>();
    await one.untilBefore(0);

    expect(answer).toMatchObject({ state: 'active', cancellation: { endsAt: renewsAt.toISOString() } });
    expect(await service()).toMatchObject({ state: 'active', serverState: 'running' });
    expect(await one.renewals()).toEqual([]);

    await one.days(1);

    expect(await service()).toMatchObject({ state: 'terminated', cancellation: null });
    expect(servers()).toEqual([]);
    expect(await one.renewals()).toEqual([]);
    expect(await one.charges()).toEqual([]);
    await expectHealthy(one.shop);
  });

  it('ends at once where that is wanted', async () => {
    expectStatus(await cancel('now'), 200);
    await one.shop.passTime('2 minutes');

    expect(await service()).toMatchObject({ state: 'terminated' });
    expect(servers()).toEqual([]);
  });

  it('stays when the customer thinks better of it, and is billed for the next period', async () => {
    await cancel('period-end');
    await one.untilBefore(3);
    const before = await one.renewals();
    const kept = expectStatus(await call('DELETE', '/cancellation'), 200).json<Service>();
    await one.shop.runJobs();

    expect(before).toEqual([]);
    expect(kept.cancellation).toBeNull();
    expect(await one.renewals()).toMatchObject([{ number: 1, state: 'open' }]);
    await one.untilBefore(-1);
    expect(await service()).toMatchObject({ state: 'active' });
    expect((await call('DELETE', '/cancellation')).json<{ code: string }>().code).toBe('service-state');
  });

  it('after the next period was billed owes nothing for it', async () => {
    await one.saveCard();
    await one.untilBefore(5);
    await cancel('period-end');
    await one.untilBefore(-1);

    expect(await service()).toMatchObject({ state: 'terminated' });
    expect(await one.renewals()).toMatchObject([{ state: 'void' }]);
    expect(await one.charges()).toEqual([]);
    await expectHealthy(one.shop);
  });

  it('and pays for the next period all the same ends with that one', async () => {
    await one.untilBefore(5);
    await cancel('period-end');
    const [renewal] = await one.renewals();
    await one.shop.pay(await one.signIn(), renewal!);
    await one.shop.runJobs();
    await one.untilBefore(0);

    expect(await service()).toMatchObject({ state: 'active', cancellation: { endsAt: renewal!.endsAt!.toISOString() } });
    await one.days(1);
    expect(await service()).toMatchObject({ state: 'terminated' });
    expect(await one.renewals()).toMatchObject([{ state: 'paid' }]);
    await expectHealthy(one.shop);
  });

  it('is not taken for another one: its name is typed', async () => {
    expect((await cancel('now', 'mail.example.com')).json<{ code: string }>().code).toBe('confirmation-wrong');
    expect(await service()).toMatchObject({ state: 'active', cancellation: null });
  });

  it('has nothing more to change', async () => {
    await cancel('period-end');

    expect((await call('GET', '/options')).json<{ hindrance: string }>().hindrance).toBe('service-state');
  });
});
