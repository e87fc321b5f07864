import type { Service } from '@hostwright/sdk/http';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { serviceHouse, type ServiceHouse, type ServiceShop } from '../../../test/harness/service-shop.js';
import { ServiceReader } from './index.js';

let house: ServiceHouse;
let shop: ServiceShop;

beforeAll(async () => {
  house = await serviceHouse();
});

afterAll(() => house.close());

beforeEach(async () => {
  shop = await house.shop();
});

const service = (id: string): Promise<Service> => house.http.app.get(ServiceReader).readOf(shop.tenant.id, shop.customerId, id);

it('creates the server of a paid invoice and tells every step', async () => {
  const id = await shop.bought();
  expect(await service(id)).toMatchObject({ state: 'pending', operations: [] });

  await house.pass(12_000);

  const after = await service(id);
  expect(after).toMatchObject({ state: 'active', serverState: 'running', hasCredentials: true, actions: ['stop', 'restart'] });
  expect(after.addresses.length).toBeGreaterThan(0);
  expect(after.operations[0]!.steps.map(step => step.code)).toContain('copying-image');
  expect(house.cloud.serversOf(id)).toHaveLength(1);
});
