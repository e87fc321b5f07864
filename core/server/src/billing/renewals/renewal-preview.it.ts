import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { RenewingShop, renewingHouse, type RenewingHouse } from '../../../test/harness/renewing-shop.js';
import { expectStatus } from '../../../test/harness/shop.js';

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

it('names the invoice that switches the server on again', async () => {
  await one.untilBefore(-5);
  const { token } = await one.signIn();

  const answer = await one.shop.call(`GET /api/store/services/${one.serviceId}/renewal`, { token });

  expectStatus(answer, 200);
  const [renewal] = await one.renewals();
  expect(answer.json()).toMatchObject({ state: 'never', invoice: { id: renewal!.invoiceId, state: 'overdue' } });
});
