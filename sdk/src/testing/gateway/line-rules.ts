import type { FailureKind, PluginFailure } from '../../failure.js';
import { demand, demandEqual, demandFailure, demandNothing } from '../rules/demand.js';
import { breakEachStep } from '../rules/each-step.js';
import {
  failedAfterActing,
  lostAnswer,
  repeatedSecrets,
  RETRY_AFTER_SECONDS,
  slowedDown,
  timedOut,
  unreachable,
  type Fault,
} from '../rules/line.js';
import { actsOf, type GatewayAct } from './gateway-acts.js';
import type { GatewayRule, GatewayStage } from './gateway-stage.js';

type Stage = GatewayStage;

/** What happens on the way to the provider and back, at every request of every call. */
export const lineRules: readonly GatewayRule[] = [
  {
    name: 'asks for patience when the provider does: 429 with Retry-After is retryable after that time',
    run: async stage => {
      for (const { act, failure } of await failuresOf(stage, slowedDown, 'the provider answers 429', ['retryable'])) {
        const { retryAfterMs = 0 } = failure;
        const wanted = RETRY_AFTER_SECONDS * 1000;
        demand(
          retryAfterMs >= wanted,
          `${act.name}() answered by 429 should say retryAfterMs ${wanted} and says ${retryAfterMs}`,
        );
      }
    },
  },
  {
    name: 'takes a provider that cannot be reached for no refusal',
    run: async stage => {
      await failuresOf(stage, unreachable, 'the provider cannot be reached', ['retryable', 'unknown']);
    },
  },
  {
    name: 'does not know what happened when an answer is lost, and starts nothing twice',
    run: stage => startThrough(stage, lostAnswer, 'the answer of start() is lost'),
  },
  {
    name: 'does not know what happened when an answer takes too long, and starts nothing twice',
    run: stage => startThrough(stage, timedOut, 'the answer of start() takes too long'),
  },
  {
    name: 'does not know what happened when a 500 comes after the provider acted, and finds it',
    run: stage => startThrough(stage, failedAfterActing, 'start() is answered with 500 after the provider acted'),
  },
  {
    name: 'never calls a 500 a refusal, nor certain where money may have moved',
    run: async stage => {
      const failures = await failuresOf(stage, failedAfterActing, 'the provider answers 500', ['retryable', 'unknown']);
      for (const { name } of actsOf(stage).filter(act => act.movesMoney)) {
        const kinds = failures.filter(({ act }) => act.name === name).map(({ failure }) => failure.kind);
        const certain = kinds.length > 0 && kinds.every(kind => kind === 'retryable');
        demand(!certain, `${name}() answered by 500 is 'retryable', as if the provider had certainly done nothing`);
      }
    },
  },
  {
    name: 'says nothing of its secrets when the provider repeats them in an error',
    run: async stage => {
      const before = stage.watch.leaks(stage.bench.secrets, stage.logs);
      const fault = repeatedSecrets(Object.values(stage.bench.secrets));
      await failuresOf(stage, fault, 'the provider refuses the key', ['final', 'retryable', 'unknown']);
      const heard = stage.watch.leaks(stage.bench.secrets, stage.logs).filter(name => !before.includes(name));
      demandNothing(heard, 'secrets that were let out');
    },
  },
];

/** Every call with the fault at each of its requests; answers the failures, which are of the allowed kinds. */
async function failuresOf(stage: Stage, fault: Fault, when: string, kinds: readonly FailureKind[]) {
  const failures: { readonly act: GatewayAct; readonly failure: PluginFailure }[] = [];
  for (const act of actsOf(stage)) {
    await breakEachStep({
      fault,
      lasts: true,
      prepare: () => act.prepare(),
      copy: () => stage.copy(),
      call: (copy, ready) => stage.watch.hear(ready(copy.built)),
      after: outcome => {
        failures.push({ act, failure: demandFailure(outcome, kinds, `when ${when} during ${act.name}()`) });
      },
    });
  }
  return failures;
}

/** Starts a payment with the fault at each request; whatever then stands at the provider is one, is found, and stays one. */
async function startThrough(stage: Stage, fault: Fault, when: string): Promise<void> {
  await breakEachStep({
    fault,
    prepare: () => stage.aPayment(),
    copy: () => stage.copy(),
    call: (copy, payment) => stage.start(payment, copy),
    after: async (outcome, copy, payment) => {
      const charges = await stage.hook('charges')(payment.paymentId);
      if (!outcome.ok) demandFailure(outcome, charges > 0 ? ['unknown'] : ['unknown', 'retryable'], `when ${when}`);
      demand(charges < 2, `when ${when}, the provider holds ${charges} charges for one intent`);
      const found = stage.has('find') ? await stage.watch.hear(copy.built.find!(payment.paymentId)) : undefined;
      if (stage.has('find')) demand(charges === 0 || found !== undefined, `when ${when}, find() does not find the charge`);
      if (!stage.has('idempotent')) return;
      const again = await stage.start(payment, copy);
      if (found) demandEqual(again.payment.reference, found.reference, `when ${when}, the reference under the same key`);
      demandEqual(await stage.hook('charges')(payment.paymentId), 1, `when ${when}, the number of charges after trying again`);
    },
  });
}
