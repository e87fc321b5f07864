import type { SettledPayment, SettledQuery } from '../../kinds/payment-gateway.js';
import { demand, demandEqual } from '../rules/demand.js';
import type { GatewayRule, GatewayStage } from './gateway-stage.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_PAGES = 100;

export const settlementRules: readonly GatewayRule[] = [
  {
    name: 'lists each settled payment of a period once, with what was received, and no other',
    run: async stage => {
      const paid = [await stage.paid(), await stage.paid(), await stage.paid()];
      const open = await stage.started();
      const now = nowOf(stage);

      const settled = await listed(stage, { from: new Date(now - DAY_MS), until: new Date(now + DAY_MS) });

      for (const { payment, reference } of paid) {
        const rows = settled.filter(row => row.reference === reference);
        demandEqual(
          rows.length,
          1,
          'how often a settled payment is listed (a fake on another clock than bench.clock lists none)',
        );
        demandEqual(rows[0]?.received, payment.amount, 'what a settled payment is listed with');
      }
      demand(!settled.some(row => row.reference === open.reference), 'a payment that nobody paid is listed as settled');
    },
  },
  {
    name: 'lists nothing of another period',
    run: async stage => {
      const { reference } = await stage.paid();
      const now = nowOf(stage);

      const settled = await listed(stage, { from: new Date(now - 10 * DAY_MS), until: new Date(now - 5 * DAY_MS) });

      demand(!settled.some(row => row.reference === reference), 'a payment of today is listed for last week');
    },
  },
];

/** The provider's time: a bench without a clock has a fake that looks at the real one. */
const nowOf = (stage: GatewayStage): number => (stage.bench.clock?.now() ?? new Date()).getTime();

async function listed(stage: GatewayStage, query: SettledQuery): Promise<readonly SettledPayment[]> {
  const settled: SettledPayment[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await stage.watch.hear(stage.gateway.listSettled!({ ...query, ...(cursor !== undefined && { cursor }) }));
    settled.push(...answer.settled);
    cursor = answer.cursor;
    if (cursor === undefined) return settled;
  }
  demand(false, `listSettled() still has a cursor after ${MOST_PAGES} pages`);
}
