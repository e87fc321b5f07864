import { randomUUID } from 'node:crypto';
import { minorDigits } from '../../currencies.js';
import { PluginFailure } from '../../failure.js';
import type { PaymentStep } from '../../kinds/payment-gateway.js';
import { money, type Money } from '../../money.js';
import { aCall } from '../fake-context.js';
import { demand, demandEqual, outcomeOf, shown } from '../rules/demand.js';
import type { GatewayRule } from './gateway-stage.js';

/** What holds for every gateway, also for one without a provider. */
export const paymentRules: readonly GatewayRule[] = [
  {
    name: 'asks for one payment when the same intent arrives twice',
    run: async stage => {
      const payment = stage.aPayment();

      const first = await stage.start(payment);
      const second = await stage.start(payment);

      demandEqual(second.payment.reference, first.payment.reference, 'the reference of the repeated start');
      if (stage.bench.charges)
        demandEqual(await stage.bench.charges(payment.paymentId), 1, 'the number of charges for one intent');
    },
  },
  {
    name: 'tells payments apart',
    run: async stage => {
      const [one, other] = [await stage.started(), await stage.started()];
      demand(one.reference !== other.reference, () => `two payments have the same reference, ${shown(one.reference)}`);
    },
  },
  {
    name: 'says what the customer does next',
    run: async stage => {
      const step = await stage.start(stage.aPayment());
      const fault = stepFault(step);
      demand(fault === undefined, () => `${fault ?? ''}: ${shown(step)}`);
    },
  },
  {
    name: 'has a truth to fetch for what it started, unpaid while nobody paid',
    run: async stage => {
      const { reference } = await stage.started();

      const fetched = await stage.watch.hear(stage.gateway.fetch(reference));

      demandEqual(fetched.reference, reference, 'the reference of what is fetched');
      demand(fetched.state === 'pending' || fetched.state === 'requires-action', `an unpaid payment reads as '${fetched.state}'`);
    },
  },
  {
    name: 'fails in words of its own for a payment that it has never seen',
    run: async stage => {
      const outcome = await outcomeOf(stage.watch.hear(stage.gateway.fetch(`no-such-payment-${randomUUID()}`)));
      if (outcome.ok) return demandUnpaid(outcome.value.state);
      demand(outcome.error instanceof PluginFailure, () => `fetch() throws ${shown(outcome.error)}, which is no PluginFailure`);
    },
  },
];

/** What holds for a gateway with a provider behind it. */
export const providerRules: readonly GatewayRule[] = [
  {
    name: 'reports what was taken, in the currency that was asked for, once it is paid',
    run: async stage => {
      const { payment, reference } = await stage.paid();

      const fetched = await stage.watch.hear(stage.gateway.fetch(reference));

      demandEqual(fetched.state, 'succeeded', 'the state of a paid payment');
      demandEqual(fetched.received, payment.amount, 'what was received');
    },
  },
  {
    name: 'reads a word it does not know as pending',
    run: async stage => {
      const { payment, reference } = await stage.started();
      stage.hook('sayUnknownWord')(payment.paymentId);

      const { state } = await stage.watch.hear(stage.gateway.fetch(reference));

      demandEqual(state, 'pending', 'the state that an unknown word reads as');
    },
  },
  {
    name: 'takes a sum to the minor unit in currencies with other digits than two',
    run: async stage => {
      for (const amount of ODD_SUMS.filter(({ currency }) => stage.manifest.currencies?.includes(currency) ?? true)) {
        const { reference } = await stage.paid({ amount });
        const { received } = await stage.watch.hear(stage.gateway.fetch(reference));
        demandEqual(
          received,
          amount,
          `what was received in ${amount.currency}, which has ${minorDigits(amount.currency)} digits,`,
        );
      }
    },
  },
];

/** Whole hundreds of the minor unit: some providers take no smaller steps in these currencies. */
const ODD_SUMS: readonly Money[] = [money(5000n, 'JPY'), money(123_400n, 'KWD'), money(250_000n, 'HUF')];

export const cancelRules: readonly GatewayRule[] = [
  {
    name: 'cancels what is already cancelled',
    run: async stage => {
      const { reference } = await stage.started();
      const cancel = (attempt: string) =>
        stage.watch.hear(stage.gateway.cancel!(reference, aCall(`cancel-${reference}-${attempt}`)));

      demandEqual((await cancel('1')).state, 'cancelled', 'the state after cancel()');
      demandEqual((await cancel('2')).state, 'cancelled', 'the state after cancelling again');
    },
  },
];

function demandUnpaid(state: string): void {
  demand(state !== 'succeeded' && state !== 'authorized', `a payment that it has never seen reads as '${state}'`);
}

function stepFault(step: PaymentStep): string | undefined {
  if (step.payment.reference === '') return 'the reference is empty';
  if (step.next === 'redirect') return URL.canParse(step.url) ? undefined : 'the address to go to is none';
  if (step.next === 'embed')
    return /^[a-z][a-z0-9]*-[a-z0-9-]+$/.test(step.element) ? undefined : 'the element has no name that HTML allows';
  if (step.next === 'instructions') return step.markdown.trim() === '' ? 'the instructions are empty' : undefined;
  return undefined;
}
