import { randomUUID } from 'node:crypto';
import type { FailureKind, PluginFailure } from '../../failure.js';
import { aCall } from '../fake-context.js';
import { demand, demandEqual, demandFailure, demandNothing, outcomeOf } from '../rules/demand.js';
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
import { actsOf } from './server-acts.js';
import type { ServerRule, ServerStage } from './server-stage.js';

type Stage = ServerStage;

/** What happens on the way to the provider and back, at every request of every call. */
export const serverLineRules: readonly ServerRule[] = [
  {
    name: 'asks for patience when the provider does: 429 with Retry-After is retryable after that time',
    run: async stage => {
      for (const { name, failure } of await failuresOf(stage, slowedDown, 'the provider answers 429', ['retryable'])) {
        const wanted = RETRY_AFTER_SECONDS * 1000;
        const { retryAfterMs = 0 } = failure;
        demand(retryAfterMs >= wanted, `${name}() answered by 429 should say retryAfterMs ${wanted} and says ${retryAfterMs}`);
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
    name: 'does not know what happened when an answer is lost, and makes no second server',
    run: stage => createThrough(stage, lostAnswer, 'the answer of create() is lost'),
  },
  {
    name: 'does not know what happened when an answer takes too long, and makes no second server',
    run: stage => createThrough(stage, timedOut, 'the answer of create() takes too long'),
  },
  {
    name: 'does not know what happened when a 500 comes after the provider acted, and finds it',
    run: stage => createThrough(stage, failedAfterActing, 'create() is answered with 500 after the provider acted'),
  },
  {
    name: 'takes a provider that answers 500 for no refusal, and its servers not for gone',
    run: async stage => {
      await failuresOf(stage, failedAfterActing, 'the provider answers 500', ['retryable', 'unknown']);
    },
  },
  {
    name: 'terminates in the end though the answer was lost',
    run: stage =>
      breakEachStep({
        fault: lostAnswer,
        prepare: () => stage.aServer(),
        copy: () => stage.copy(),
        call: (copy, { externalId }) => stage.watch.hear(copy.built.terminate(externalId, aCall(`terminate-${externalId}-1`))),
        after: async (outcome, copy, { externalId }) => {
          if (!outcome.ok) demandFailure(outcome, ['unknown', 'retryable'], 'when the answer of terminate() is lost');
          const again = await outcomeOf(() => copy.built.terminate(externalId, aCall(`terminate-${externalId}-1`)));
          demand(again.ok, 'terminate() cannot be called again after its answer was lost');
          demandEqual((await stage.settled(externalId)).state, 'gone', 'the state after terminating again');
        },
      }).then(() => undefined),
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
  const failures: { readonly name: string; readonly failure: PluginFailure }[] = [];
  for (const { name, prepare, mayDoWithout = false } of actsOf(stage)) {
    await breakEachStep({
      fault,
      lasts: true,
      prepare,
      copy: () => stage.copy(),
      call: (copy, ready) => stage.watch.hear(ready(copy.built)),
      after: outcome => {
        if (outcome.ok && mayDoWithout) return;
        failures.push({ name, failure: demandFailure(outcome, kinds, `when ${when} during ${name}()`) });
      },
    });
  }
  return failures;
}

/** Creates with the fault at each request; whatever then stands at the provider is one, is found, and stays one. */
async function createThrough(stage: Stage, fault: Fault, when: string): Promise<void> {
  await breakEachStep({
    fault,
    prepare: () => randomUUID() as string,
    copy: () => stage.copy(),
    call: (copy, serviceId) => stage.create(serviceId, copy),
    after: async (outcome, copy, serviceId) => {
      const made = (await stage.bench.servers?.(serviceId)) ?? 0;
      if (!outcome.ok) demandFailure(outcome, made > 0 ? ['unknown'] : ['unknown', 'retryable'], `when ${when}`);
      const found = await stage.watch.hear(copy.built.find(serviceId));
      demand(made === 0 || found !== undefined, `when ${when}, find() does not find the server`);
      const again = await stage.create(serviceId, copy);
      if (found) demandEqual(again.externalId, found.externalId, `when ${when}, the server that is created again`);
      await stage.demandOneServer(serviceId, `when ${when} and create() is called again`);
    },
  });
}
