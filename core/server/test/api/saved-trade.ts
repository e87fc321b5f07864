import { randomUUID } from 'node:crypto';
import type { Shop, ShopCustomer } from '../harness/shop.js';

/** A card that the customer left with the provider, and a night on which the provider's list and the books differed. */
export async function aSavedTrade(
  shop: Shop,
  { id: customerId, email }: ShopCustomer,
): Promise<Readonly<Record<string, string>>> {
  const [savedMethodId, runId, differenceId] = [randomUUID(), randomUUID(), randomUUID()];
  const now = shop.server.clock.now();
  await shop.rows(
    `insert into saved_methods (id, installation_id, customer_id, token_hash, label, state, created_at)
     values ($1, $2, $3, $4, $5, 'active', $6)`,
    [savedMethodId, shop.cards, customerId, savedMethodId, `Card of ${email}`, now],
  );
  await shop.rows(
    `insert into settlement_runs (id, installation_id, day, state, from_at, until_at, started_at) values ($1, $2, $3, 'done', $4, $4, $4)`,
    [runId, shop.cards, runId, now],
  );
  await shop.rows(
    `insert into settlement_differences (id, run_id, installation_id, kind, reference, state, first_seen_at, last_seen_at)
     values ($1, $2, $3, 'missing-here', $4, 'open', $5, $5)`,
    [differenceId, runId, shop.cards, `ch of ${email}`, now],
  );
  return { savedMethodId, differenceId };
}
