import type { CallOptions } from '../../context.js';
import type { ServerProvider, ServerSnapshot } from '../../kinds/server-provider.js';
import { demand, demandEqual, demandFailure, outcomeOf, shown } from '../rules/demand.js';
import { breakEachStep } from '../rules/each-step.js';
import { failedAfterActing, lostAnswer, type Fault } from '../rules/line.js';
import type { ServerRule, ServerStage } from './server-stage.js';

/** A change of a server that exists, and how it is seen that it was made. */
interface Change {
  readonly name: string;
  readonly make: (provider: ServerProvider, call: CallOptions) => Promise<ServerSnapshot>;
  readonly check: (server: ServerSnapshot) => Promise<void> | void;
}

type Prepare = (stage: ServerStage, server: ServerSnapshot) => Promise<Change | undefined> | Change | undefined;

/** What holds for every change that a provider can make beside the ones that all can. */
export const changeLineRules: readonly ServerRule[] = [
  {
    name: 'makes a change once though its answer is lost, and bears to be asked again',
    run: stage => everyChange(stage, lostAnswer, 'its answer is lost'),
  },
  {
    name: 'makes a change once though a 500 comes after it, and bears to be asked again',
    run: stage => everyChange(stage, failedAfterActing, 'it is answered with 500 after the provider acted'),
  },
];

/** Capabilities that change a server. */
export const CHANGING: readonly string[] = ['power', 'resize', 'reinstall', 'rename', 'snapshots', 'rescue', 'reverse-names'];

const NAME = 'after-a-lost-answer.example.test';

const CHANGES: Readonly<Record<string, Prepare>> = {
  power: (_, { externalId }) => ({
    name: 'power',
    make: (provider, call) => provider.power!(externalId, 'stop', call),
    check: ({ state }) => demandEqual(state, 'stopped', 'the state after stop'),
  }),
  resize: ({ bench: { otherSize } }, { externalId }) =>
    otherSize && {
      name: 'resize',
      make: (provider, call) => provider.resize!(externalId, otherSize, call),
      check: ({ plan }) => demandEqual(plan, otherSize.plan, 'the plan after resize()'),
    },
  reinstall: ({ bench: { otherImage } }, { externalId }) =>
    otherImage === undefined
      ? undefined
      : {
          name: 'reinstall',
          make: (provider, call) => provider.reinstall!(externalId, otherImage, call),
          check: ({ image }) => demandEqual(image, otherImage, 'the image after reinstall()'),
        },
  rename: (_, { externalId }) => ({
    name: 'rename',
    make: (provider, call) => provider.rename!(externalId, NAME, call),
    check: ({ hostname }) => demandEqual(hostname, NAME, 'the host name after rename()'),
  }),
  snapshots: (stage, { externalId }) => ({
    name: 'createSnapshot',
    make: (provider, call) => provider.createSnapshot!(externalId, 's-lost', call),
    check: async () => {
      const made = (await stage.snapshots(externalId)).filter(({ name }) => name === 's-lost');
      demandEqual(made.length, 1, 'how many snapshots there are of one name');
    },
  }),
  'delete-snapshot': async (stage, { externalId }) => {
    const { id } = await stage.aSnapshot(externalId);
    return {
      name: 'deleteSnapshot',
      make: (provider, call) => provider.deleteSnapshot!(externalId, id, call),
      check: async () => demandEqual(await stage.snapshots(externalId), [], 'the snapshots after the only one was deleted'),
    };
  },
  rescue: (_, { externalId }) => ({
    name: 'setRescue',
    make: (provider, call) => provider.setRescue!(externalId, true, call),
    check: ({ rescue }) => demandEqual(rescue, true, 'whether the rescue system runs after setRescue()'),
  }),
  'reverse-names': (_, { externalId, addresses }) => {
    const { address = '' } = addresses.find(({ primary }) => primary) ?? {};
    return {
      name: 'setReverseName',
      make: (provider, call) => provider.setReverseName!(externalId, address, NAME, call),
      check: server => {
        const { reverseName } = server.addresses.find(known => known.address === address) ?? {};
        demandEqual(reverseName, NAME, 'the reverse name after setReverseName()');
      },
    };
  },
};

const CAPABILITY_OF: Readonly<Record<string, string>> = { 'delete-snapshot': 'snapshots' };

async function everyChange(stage: ServerStage, fault: Fault, when: string): Promise<void> {
  for (const [key, prepare] of Object.entries(CHANGES)) {
    if (!stage.has(CAPABILITY_OF[key] ?? key)) continue;
    await breakEachStep({
      fault,
      prepare: async () => {
        const server = await stage.aServer();
        return { server, change: await prepare(stage, server), call: stage.newCall() };
      },
      copy: () => stage.copy(),
      call: async (copy, { change, call }) => change && stage.watch.hear(change.make(copy.built, call)),
      after: async (outcome, copy, { change, call, server }) => {
        if (!change) return;
        const { name } = change;
        // Only a read can be known to have done nothing when its answer is lost.
        const isRead = copy.line.brokenMethod === 'GET';
        if (!outcome.ok) demandFailure(outcome, isRead ? ['unknown', 'retryable'] : ['unknown'], `when ${when} during ${name}()`);
        await stage.bench.finishWork?.();
        await stage.settled(server.externalId);
        const again = await outcomeOf(() => stage.after(change.make(copy.built, call)));
        demand(again.ok, () => `${name}() cannot be asked again when ${when}: ${shown((again as { error: unknown }).error)}`);
        await change.check(again.value);
      },
    });
  }
}
