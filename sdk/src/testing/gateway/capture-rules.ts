import { aCall } from '../fake-context.js';
import { demandEqual } from '../rules/demand.js';
import type { GatewayRule } from './gateway-stage.js';

export const captureRules: readonly GatewayRule[] = [
  {
    name: 'takes the money that was held, once, when it is told to',
    run: async stage => {
      const { payment, reference } = await stage.started();
      await stage.hook('hold')(payment.paymentId);
      const capture = () =>
        stage.watch.hear(stage.gateway.capture!(reference, payment.amount, aCall(`capture-${payment.paymentId}`)));

      const held = await stage.watch.hear(stage.gateway.fetch(reference));
      const first = await capture();
      const second = await capture();

      demandEqual(held.state, 'authorized', 'the state while the money is held');
      demandEqual(
        [first.state, first.received],
        ['succeeded', payment.amount],
        'the state and what was received after capture()',
      );
      demandEqual(second.reference, first.reference, 'the reference of the repeated capture');
      demandEqual(await stage.hook('charges')(payment.paymentId), 1, 'the number of charges after capture()');
    },
  },
];
