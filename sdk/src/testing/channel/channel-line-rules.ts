import type { FailureKind } from '../../failure.js';
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
import type { ChannelRule, ChannelStage } from './channel-stage.js';

/** What happens on the way to the provider and back; for a channel with sockets of its own there is nothing to break. */
export const channelLineRules: readonly ChannelRule[] = [
  {
    name: 'asks for patience when the provider does: 429 with Retry-After is retryable after that time',
    run: async stage => {
      for (const { retryAfterMs = 0 } of await failuresOf(stage, slowedDown, 'the provider answers 429', ['retryable'])) {
        const wanted = RETRY_AFTER_SECONDS * 1000;
        demand(retryAfterMs >= wanted, `send() answered by 429 should say retryAfterMs ${wanted} and says ${retryAfterMs}`);
      }
    },
  },
  {
    name: 'takes a provider that cannot be reached for no refusal',
    run: async stage => {
      await failuresOf(stage, unreachable, 'the provider cannot be reached', ['retryable', 'unknown']);
    },
  },
  ...(
    [
      ['does not know what happened when an answer is lost', lostAnswer, 'the answer is lost'],
      ['does not know what happened when an answer takes too long', timedOut, 'the answer takes too long'],
      [
        'does not know what happened when a 500 comes after the provider acted',
        failedAfterActing,
        'a 500 comes after the message was sent',
      ],
    ] as const
  ).map(([name, fault, when]) => ({ name, run: (stage: ChannelStage) => sendThrough(stage, fault, when) })),
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

async function failuresOf(stage: ChannelStage, fault: Fault, when: string, kinds: readonly FailureKind[]) {
  const failures: { readonly retryAfterMs: number | undefined }[] = [];
  await breakEachStep({
    fault,
    lasts: true,
    prepare: () => stage.aMessage(),
    copy: () => stage.copy(),
    call: (copy, message) => stage.send(message, copy),
    after: outcome => {
      failures.push(demandFailure(outcome, kinds, `when ${when} during send()`));
    },
  });
  return failures;
}

async function sendThrough(stage: ChannelStage, fault: Fault, when: string): Promise<void> {
  await breakEachStep({
    fault,
    prepare: () => stage.aMessage(),
    copy: () => stage.copy(),
    call: (copy, message) => stage.send(message, copy),
    after: async (outcome, copy, message) => {
      const arrived = await stage.copiesOf(message);
      if (!outcome.ok) demandFailure(outcome, arrived > 0 ? ['unknown'] : ['unknown', 'retryable'], `when ${when}`);
      if (!stage.has('idempotent')) return;
      await stage.send(message, copy);
      demandEqual(
        await stage.copiesOf(message),
        1,
        `when ${when} and send() is called again, the number of messages that arrived`,
      );
    },
  });
}
