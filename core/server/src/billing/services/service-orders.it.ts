import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serviceHouse, type ServiceHouse, type ServiceShop } from '../../../test/harness/service-shop.js';
import { ServiceOrders } from './index.js';

let house: ServiceHouse;
let shop: ServiceShop;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

beforeAll(async () => {
  house = await serviceHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  house.cloud.calls.length = 0;
  shop = await house.shop();
});

const orders = (): ServiceOrders => house.http.app.get(ServiceOrders);

describe('the power of a server', () => {
  it('is switched off and on, and shown as it is', async () => {
    const id = await shop.running();

    await orders().order(shop.customer, id, { action: 'stop' });
    expect(await shop.service(id)).toMatchObject({
      actions: ['console', 'panel'],
      operations: [{ kind: 'stop', state: 'waiting' }, { kind: 'create' }],
    });
    await house.pass(10 * SECOND);
    expect(await shop.service(id)).toMatchObject({
      serverState: 'stopped',
      actions: expect.arrayContaining(['start']) as string[],
      operations: [{ kind: 'stop', state: 'succeeded' }, {}],
    });
    await orders().order(shop.staff, id, { action: 'start' });
    await house.pass(10 * SECOND);

    expect(await shop.service(id)).toMatchObject({ serverState: 'running' });
    expect(house.cloud.serversOf(id)[0]).toMatchObject({ status: 'running' });
  });

  it('is switched once, however often it is asked for', async () => {
    const id = await shop.running();

    await Promise.all(Array.from({ length: 6 }, () => orders().order(shop.customer, id, { action: 'restart' })));
    await house.pass(MINUTE);

    expect((await shop.service(id)).operations.map(({ kind }) => kind)).toEqual(['restart', 'create']);
    expect(house.cloud.calls.filter(({ path }) => path.endsWith('/restart'))).toHaveLength(1);
  });

  it('stays as it is when the switch makes no sense now', async () => {
    const id = await shop.running();
    await expect(orders().order(shop.customer, id, { action: 'start' })).rejects.toMatchObject({ code: 'service-state' });

    await orders().order(shop.customer, id, { action: 'stop' });

    await expect(orders().order(shop.customer, id, { action: 'restart' })).rejects.toMatchObject({ code: 'service-state' });
  });

  it('is found out when the answer to a switch was lost', async () => {
    const id = await shop.running();
    house.cloud.loseAnswer();

    await orders().order(shop.customer, id, { action: 'stop' });
    await house.pass(MINUTE);

    expect(await shop.service(id)).toMatchObject({
      serverState: 'stopped',
      operations: [{ kind: 'stop', state: 'succeeded' }, {}],
    });
  });

  it('is nobody else’s business', async () => {
    const id = await shop.running();

    await expect(orders().order({ ...shop.customer, id: shop.staff.id }, id, { action: 'stop' })).rejects.toMatchObject({
      code: 'not-found',
    });
    const other = await house.shop();
    await expect(orders().order({ ...shop.staff, tenantId: other.tenant.id }, id, { action: 'stop' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('the password', () => {
  it('is shown once, to one of all who ask at the same time', async () => {
    const id = await shop.running();

    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => orders().revealCredentials(shop.customer, id)));

    const shown = answers.filter(answer => answer.status === 'fulfilled').map(({ value }) => value);
    expect(shown).toEqual([{ username: 'root', password: house.cloud.serversOf(id)[0]!.password }]);
    expect(answers.filter(answer => answer.status === 'rejected').map(({ reason }) => (reason as { code: string }).code)).toEqual(
      Array.from({ length: 9 }, () => 'credentials-gone'),
    );
    expect(await shop.service(id)).toMatchObject({ hasCredentials: false });
    expect(
      await shop.rows(
        'select actor, target from audit_entries where tenant_id = $1 and action = $2',
        'service.credentials-revealed',
      ),
    ).toEqual([{ actor: `customer:${shop.customerId}`, target: `service:${id}` }]);
  });

  it('lies sealed until then', async () => {
    const id = await shop.running();
    const { password } = house.cloud.serversOf(id)[0]!;

    const [row] = await shop.rows<{ text: string }>(
      'select to_jsonb(s)::text as text from services s where tenant_id = $1 and id = $2',
      id,
    );

    expect(row!.text).not.toContain(password);
  });

  it('of a service that does not run yet is not there to be shown', async () => {
    const id = await shop.bought();

    await expect(orders().revealCredentials(shop.customer, id)).rejects.toMatchObject({ code: 'service-state' });
  });
});
