import type { ChangePreview, ServiceChange } from '@hostwright/sdk/http';
import { randomUUID } from 'node:crypto';
import { expectStatus, type Shop, type ShopCustomer } from '../harness/shop.js';
import { CHOICE } from '../harness/shop-goods.js';

/** A change that waits for its payment. Its service has no other meanwhile: whoever orders a second one is refused. */
export async function aChangeTrade(
  shop: Shop,
  { token }: ShopCustomer,
  serviceId: string,
): Promise<{ readonly changeId: string; readonly changeToken: string }> {
  const path = `POST /api/store/services/${serviceId}/changes`;
  const body = { selection: { ...CHOICE, ram: 8 } };
  const preview = expectStatus(await shop.call(`${path}/preview`, { token, body }), 200).json<ChangePreview>();
  const headers = { 'idempotency-key': randomUUID() };
  const ordered = await shop.call(path, { token, headers, body: { token: preview.token } });
  return { changeId: expectStatus(ordered, 201).json<ServiceChange>().id, changeToken: preview.token ?? '' };
}

export const changeBodies = (changeToken: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> => ({
  previewServiceChange: { selection: { ...CHOICE, ram: 16 } },
  orderServiceChange: { token: changeToken },
  cancelService: { when: 'period-end', confirmation: 'something.else' },
  previewAdminServiceChange: { selection: { ...CHOICE, ram: 16 } },
  orderAdminServiceChange: { token: changeToken, charge: 'nothing' },
  cancelAdminService: { when: 'period-end', confirmation: 'something.else' },
  updateDunningSettings: { suspendAfterDays: 3, terminateAfterDays: 14 },
});
