import type { SavedMethod } from '../../kinds/payment-gateway.js';
import { aCall } from '../fake-context.js';
import { demand, demandEqual, outcomeOf, shown } from '../rules/demand.js';
import { breakEachStep } from '../rules/each-step.js';
import { lostAnswer } from '../rules/line.js';
import type { GatewayRule, GatewayStage } from './gateway-stage.js';

type Stage = GatewayStage;

const LONGEST_TOKEN = 500;

export const savedMethodRules: readonly GatewayRule[] = [
  {
    name: 'saves a method under a token, with a label that is no card number',
    run: async stage => {
      const { token, label, expires } = await stage.savedMethod();

      demand(
        token !== '' && token.length <= LONGEST_TOKEN,
        `the token has ${token.length} characters, not 1 to ${LONGEST_TOKEN}`,
      );
      demand(label.trim() !== '', 'the label is empty');
      demand(!/\d{7}/.test(label.replaceAll(/[\s-]/g, '')), 'the label shows a card number');
      if (expires)
        demand(expires.month >= 1 && expires.month <= 12 && expires.year > 2000, () => `it expires in ${shown(expires)}`);
    },
  },
  {
    name: 'charges a saved method once for one intent',
    run: async stage => {
      const renewal = await aRenewal(stage);

      const first = await charge(stage, renewal);
      const second = await charge(stage, renewal);

      demandEqual(first.state, 'succeeded', 'the state of a renewal');
      demandEqual(first.received, renewal.amount, 'what was received by the renewal');
      demandEqual(second.reference, first.reference, 'the reference of the repeated charge');
      demandEqual(await stage.hook('charges')(renewal.paymentId), 1, 'the number of charges for one renewal');
    },
  },
  {
    name: 'charges a saved method once when the answer was lost',
    run: async stage => {
      await breakEachStep({
        fault: lostAnswer,
        prepare: () => aRenewal(stage),
        copy: () => stage.copy(),
        call: (copy, renewal) => charge(stage, renewal, copy.built),
        after: async (_, copy, renewal) => {
          const charges = await stage.hook('charges')(renewal.paymentId);
          const found = stage.has('find') ? await copy.built.find!(renewal.paymentId) : undefined;
          if (stage.has('find'))
            demand(charges === 0 || found !== undefined, 'find() does not find the renewal whose answer was lost');
          if (stage.has('idempotent')) await charge(stage, renewal, copy.built);
          const after = await stage.hook('charges')(renewal.paymentId);
          demand(after < 2, `the provider holds ${after} charges for one renewal whose answer was lost`);
        },
      });
    },
  },
  {
    name: 'forgets a method once and for all, also one that is forgotten',
    run: async stage => {
      const renewal = await aRenewal(stage);
      const forget = () => stage.watch.hear(stage.gateway.forgetMethod!(renewal.method, aCall(`forget-${renewal.paymentId}`)));
      stage.dropSavedMethod();

      await forget();
      const again = await outcomeOf(forget);

      demand(again.ok, () => `forgetting a forgotten method fails: ${shown((again as { error: unknown }).error)}`);
    },
  },
];

async function aRenewal(stage: Stage) {
  return { ...stage.aPayment(), method: await stage.savedMethod() };
}

const charge = (
  stage: Stage,
  renewal: ReturnType<Stage['aPayment']> & { readonly method: SavedMethod },
  gateway = stage.gateway,
) => stage.watch.hear(gateway.chargeSaved!(renewal, aCall(`payment-${renewal.paymentId}`)));
