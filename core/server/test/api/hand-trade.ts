import { randomUUID } from 'node:crypto';
import type { Shop, ShopCustomer } from '../harness/shop.js';

/** Work that waits for people, and a server at the provider that no service has. */
export async function aHandTrade(
  shop: Shop,
  { email }: ShopCustomer,
  serviceId: string,
): Promise<{ readonly taskId: string; readonly findingId: string }> {
  const [taskId, walkId, findingId, now] = [randomUUID(), randomUUID(), randomUUID(), shop.server.clock.now()];
  await shop.rows(
    `insert into service_tasks (id, service_id, kind, title, asks_access, state, due_at, created_at)
     values ($1, $2, 'release', $3, false, 'open', $4, $4)`,
    [taskId, serviceId, `Wipe the machine of ${email}`, now],
  );
  await shop.rows(
    `insert into provider_walks (id, installation_id, origin, state, started_at, finished_at) values ($1, $2, 'staff', 'done', $3, $3)`,
    [walkId, shop.cloud, now],
  );
  const server = { externalId: randomUUID(), state: 'running', hostname: 'old.example.com', addresses: [] };
  await shop.rows(
    `insert into provider_findings (id, installation_id, walk_id, kind, aspect, external_id, server, theirs, state, first_seen_at, last_seen_at)
     values ($1, $2, $3, 'orphan', 'unlabelled', $4, $5::jsonb, $6, 'open', $7, $7)`,
    [findingId, shop.cloud, walkId, server.externalId, JSON.stringify(server), `server of ${email}`, now],
  );
  return { taskId, findingId };
}
