import { randomUUID } from 'node:crypto';
import type { RefundRequest } from '../../kinds/payment-gateway.js';
import { money } from '../../money.js';
import { aCall } from '../fake-context.js';
import { demand, demandEqual, demandFailure, outcomeOf } from '../rules/demand.js';
import { breakEachStep } from '../rules/each-step.js';
import { lostAnswer } from '../rules/line.js';
import type { GatewayRule, GatewayStage } from './gateway-stage.js';

type Stage = GatewayStage;

export const refundRules: readonly GatewayRule[] = [
  {
    name: 'gives money back once for one intent',
    run: async stage => {
      const request = await aRefund(stage);

      const first = await refund(stage, request);
      const second = await refund(stage, request);

      demandEqual(first.amount, request.amount, 'the amount of the refund');
      demand(first.state !== 'failed', 'the refund of a paid payment fails');
      demandEqual(second.reference, first.reference, 'the reference of the repeated refund');
    },
  },
  {
    name: 'gives money back once when the answer of the refund was lost',
    run: async stage => {
      await breakEachStep({
        fault: lostAnswer,
        prepare: () => aRefund(stage),
        copy: () => stage.copy(),
        call: (copy, request) => refund(stage, request, copy.built),
        after: async (outcome, copy, request) => {
          if (!outcome.ok) demandFailure(outcome, ['unknown', 'retryable'], 'when the answer of refund() is lost');
          if (!stage.has('idempotent')) return;
          const again = await outcomeOf(() => refund(stage, request, copy.built));
          demand(again.ok, 'under the same key, a refund whose answer was lost is made a second time and does not fit');
          demandEqual(again.value.amount, request.amount, 'the amount of the repeated refund');
        },
      });
    },
  },
  {
    name: 'gives back no more than was taken',
    run: async stage => {
      const whole = await aRefund(stage);
      await refund(stage, whole);

      const more = await outcomeOf(() => refund(stage, { ...whole, refundId: randomUUID() }));

      if (more.ok) demandEqual(more.value.state, 'failed', 'the state of a refund of more than was taken');
      else demandFailure(more, ['final'], 'when more is given back than was taken');
    },
  },
];

export const partialRefundRules: readonly GatewayRule[] = [
  {
    name: 'gives money back in two parts that are two refunds',
    run: async stage => {
      const whole = await aRefund(stage);
      const part = (amount: bigint): RefundRequest => ({
        ...whole,
        refundId: randomUUID(),
        amount: money(amount, whole.amount.currency),
      });

      const first = await refund(stage, part(700n));
      const second = await refund(stage, part(whole.amount.amount - 700n));

      demandEqual([first.amount.amount, second.amount.amount], [700n, whole.amount.amount - 700n], 'the amounts of the parts');
      demand(first.reference !== second.reference, 'two refunds have the same reference');
      demand(first.state !== 'failed' && second.state !== 'failed', 'a part fails');
    },
  },
];

export const fetchRefundRules: readonly GatewayRule[] = [
  {
    name: 'has a truth to fetch for a refund',
    run: async stage => {
      const request = await aRefund(stage);
      const { reference } = await refund(stage, request);

      const fetched = await stage.watch.hear(stage.gateway.fetchRefund!(reference));

      demandEqual(fetched.reference, reference, 'the reference of the fetched refund');
      demandEqual(fetched.amount, request.amount, 'the amount of the fetched refund');
    },
  },
];

/** The whole of a payment that was paid. */
async function aRefund(stage: Stage): Promise<RefundRequest> {
  const { payment, reference } = await stage.paid();
  return { refundId: randomUUID(), reference, amount: payment.amount };
}

const refund = (stage: Stage, request: RefundRequest, gateway = stage.gateway) =>
  stage.watch.hear(gateway.refund!(request, aCall(`refund-${request.refundId}`)));
