import { randomUUID } from 'node:crypto';
import { demand, demandEqual, demandFailure, outcomeOf } from '../rules/demand.js';
import type { GatewayRule } from './gateway-stage.js';

export const findRules: readonly GatewayRule[] = [
  {
    name: 'finds a payment by its id, under the reference that it was given',
    run: async stage => {
      const { payment, reference } = await stage.paid();
      const found = await stage.watch.hear(stage.gateway.find!(payment.paymentId));
      demandEqual(found?.reference, reference, 'the reference of what find() found');
      demandEqual(found?.state, 'succeeded', 'the state of what find() found, after it was paid,');
    },
  },
  {
    name: 'finds nothing of a payment that was never started',
    run: async stage => {
      const found = await stage.watch.hear(stage.gateway.find!(randomUUID()));
      demandEqual(found, undefined, 'what find() answers for a payment that was never started');
    },
  },
];

/** For a plugin that reaches its provider past `context.fetch`: the provider itself cuts the line. */
export const vendorCutRules: readonly GatewayRule[] = [
  {
    name: 'finds the payment again when the provider cut the line',
    run: async stage => {
      if (!stage.bench.loseNextAnswer) return;
      const payment = stage.aPayment();
      const before = stage.main.line.requests;
      stage.bench.loseNextAnswer();

      const lost = await outcomeOf(stage.start(payment));

      if (lost.ok && stage.main.line.requests === before) return;
      demandFailure(lost, ['unknown'], 'when the answer of start() is lost');
      if (!stage.has('find')) return;
      const found = await stage.watch.hear(stage.gateway.find!(payment.paymentId));
      const charges = await stage.hook('charges')(payment.paymentId);
      demand(charges < 2, `the provider holds ${charges} charges for one intent`);
      demand(charges === 0 || found !== undefined, 'the provider holds a charge that find() does not find');
    },
  },
];
