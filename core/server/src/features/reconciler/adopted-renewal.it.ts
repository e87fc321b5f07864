import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Finding, Invoice } from '@hostwright/sdk/http';
import { renewingHouse, RenewingShop, type RenewingHouse } from '../../../test/harness/renewing-shop.js';
import { CHOICE } from '../../../test/harness/shop-goods.js';
import { expectStatus, PASSWORD } from '../../../test/harness/shop.js';
import { expectHealthy } from '../../../test/stories/story.js';

let house: RenewingHouse;
let one: RenewingShop;

beforeAll(async () => {
  house = await renewingHouse({ walks: true });
  one = await RenewingShop.open(house);
});

afterAll(() => house.close());

/** As the owner, signed in a moment ago. */
async function asOwner<Answer>(route: string, status: number, body?: object): Promise<Answer> {
  const credentials = { email: `owner@${one.shop.tenant.slug}.example`, password: PASSWORD };
  const session = await one.shop.call('POST /api/admin/sessions', { body: credentials });
  const { accessToken: token } = session.json<{ accessToken: string }>();
  return expectStatus(await one.shop.call(route, { token, ...(body && { body }) }), status).json<Answer>();
}

it('bills a server that was taken over from its next period on, to the one who has it', async () => {
  house.server.cloud.plant({ hostname: 'old.example.com' });
  await asOwner(`POST /api/admin/reconciliation/providers/${one.shop.cloud}/walks`, 202);
  await one.shop.runJobs();
  const { items } = await asOwner<{ items: Finding[] }>('GET /api/admin/reconciliation/findings?kind=orphan', 200);
  const orphan = items.find(({ server }) => server?.hostname === 'old.example.com')!;
  const renewsAt = new Date(house.server.clock.now().getTime() + 4 * 86_400_000);
  await asOwner(`POST /api/admin/reconciliation/findings/${orphan.id}/resolution`, 200, {
    action: 'adopt',
    customerId: one.customer.id,
    planId: one.shop.goods.small,
    selection: CHOICE,
    period: { unit: 'month', count: 1 },
    currency: 'EUR',
    recurring: '1500',
    renewsAt: renewsAt.toISOString(),
    hostname: 'old.example.com',
  });

  await one.days(2);

  const [service] = await one.shop.rows<{ id: string }>('select id from services where tenant_id = $1 and order_id is null', [
    one.shop.tenant.id,
  ]);
  const periods = await one.shop.rows<{ startsAt: Date; endsAt: Date; invoiceId: string }>(
    'select starts_at, ends_at, invoice_id from billed_periods where tenant_id = $1 and service_id = $2',
    [one.shop.tenant.id, service!.id],
  );
  expect(periods).toHaveLength(1);
  const [{ startsAt, endsAt, invoiceId }] = periods as [(typeof periods)[number]];
  expect(startsAt).toEqual(renewsAt);
  expect((endsAt.getTime() - startsAt.getTime()) / 86_400_000).toBeGreaterThan(27);
  const invoice = await asOwner<Invoice & { customer: { id: string } }>(`GET /api/admin/invoices/${invoiceId}`, 200);
  expect(invoice).toMatchObject({ customer: { id: one.customer.id }, total: { amount: '1500', currency: 'EUR' }, orderId: null });
  await expectHealthy(one.shop);
});
