import { randomUUID } from 'node:crypto';
import type { CallOptions } from '../../context.js';
import type { ServerProvider, ServerSnapshot } from '../../kinds/server-provider.js';
import { aCall } from '../fake-context.js';
import type { ServerStage } from './server-stage.js';

/** One call of a provider, and what must be there before it. */
export interface Act {
  readonly name: string;
  /** Whether it may answer less instead of failing when one of its sources is silent. */
  readonly mayDoWithout?: boolean;
  readonly prepare: () => Promise<(provider: ServerProvider) => Promise<unknown>>;
}

type Deed = (provider: ServerProvider, id: string, call: CallOptions) => Promise<unknown>;

/** Every call that the provider has. Each that changes something acts on a server of its own; one is enough to look at. */
export function actsOf(stage: ServerStage): readonly Act[] {
  return [
    { name: 'catalog', prepare: async () => provider => provider.catalog() },
    {
      name: 'create',
      prepare: async () => {
        const serviceId = randomUUID();
        return provider => provider.create({ serviceId, spec: stage.bench.spec }, aCall(`service-${serviceId}-create-1`));
      },
    },
    { name: 'find', prepare: async () => provider => provider.find(randomUUID()) },
    atAServer(stage, 'fetch', (provider, id) => provider.fetch(id)),
    ...Object.entries(MANDATORY).map(([name, deed]) => withServer(stage, name, deed)),
    ...changingActsOf(stage),
    ...readingActsOf(stage),
  ];
}

const MANDATORY: Readonly<Record<string, Deed>> = {
  suspend: (provider, id, call) => provider.suspend(id, 'unpaid', call),
  unsuspend: (provider, id, call) => provider.unsuspend(id, call),
  terminate: (provider, id, call) => provider.terminate(id, call),
};

const CHANGES: Readonly<Record<string, Readonly<Record<string, Deed>>>> = {
  power: { power: (provider, id, call) => provider.power!(id, 'stop', call) },
  'reset-password': { resetPassword: (provider, id, call) => provider.resetPassword!(id, call) },
  rename: { rename: (provider, id, call) => provider.rename!(id, 'renamed.example.test', call) },
  snapshots: { createSnapshot: (provider, id, call) => provider.createSnapshot!(id, 's-line', call) },
  rescue: { setRescue: (provider, id, call) => provider.setRescue!(id, true, call) },
};

const READS: Readonly<Record<string, Readonly<Record<string, Deed>>>> = {
  snapshots: { listSnapshots: (provider, id) => provider.listSnapshots!(id) },
  metrics: { metrics: (provider, id) => provider.metrics!(id, 'hour') },
  usage: { usage: (provider, id) => provider.usage!(id) },
  panel: { openPanel: (provider, id) => provider.openPanel!(id) },
  // What a console is opened with is meant for the core alone, and may hold a key.
  console: { openConsole: async (provider, id) => (await provider.openConsole!(id)).protocol },
  list: { list: provider => provider.list!() },
};

function changingActsOf(stage: ServerStage): readonly Act[] {
  const { otherSize, otherImage = stage.bench.spec.image } = stage.bench;
  const size: Deed | undefined = otherSize && ((provider, id, call) => provider.resize!(id, otherSize, call));
  const image: Deed | undefined =
    otherImage === undefined ? undefined : (provider, id, call) => provider.reinstall!(id, otherImage, call);
  return [
    ...declared(stage, CHANGES).map(([name, deed]) => withServer(stage, name, deed)),
    ...(stage.has('resize') && size ? [withServer(stage, 'resize', size)] : []),
    ...(stage.has('reinstall') && image ? [withServer(stage, 'reinstall', image)] : []),
    ...(stage.has('snapshots') ? [withSnapshot(stage, 'restoreSnapshot'), withSnapshot(stage, 'deleteSnapshot')] : []),
    ...(stage.has('reverse-names') ? [namingAct(stage)] : []),
    ...(stage.has('hand-work') ? [finishingAct(stage)] : []),
  ];
}

const readingActsOf = (stage: ServerStage): readonly Act[] =>
  declared(stage, READS).map(([name, deed]) => ({ ...atAServer(stage, name, deed), mayDoWithout: true }));

const declared = (stage: ServerStage, table: Readonly<Record<string, Readonly<Record<string, Deed>>>>) =>
  Object.entries(table).flatMap(([capability, deeds]) => (stage.has(capability) ? Object.entries(deeds) : []));

function withServer(stage: ServerStage, name: string, deed: Deed): Act {
  return {
    name,
    prepare: async () => {
      const { externalId } = await stage.aServer();
      return provider => deed(provider, externalId, aCall(`service-${externalId}-${name}-1`));
    },
  };
}

function atAServer(stage: ServerStage, name: string, look: Deed): Act {
  return {
    name,
    prepare: async () => {
      const { externalId } = await stage.theServer();
      return provider => look(provider, externalId, stage.newCall());
    },
  };
}

function withSnapshot(stage: ServerStage, name: 'restoreSnapshot' | 'deleteSnapshot'): Act {
  return {
    name,
    prepare: async () => {
      const { externalId } = await stage.aServer();
      const { id } = await stage.aSnapshot(externalId);
      return provider => provider[name]!(externalId, id, aCall(`service-${externalId}-${name}-1`));
    },
  };
}

function namingAct(stage: ServerStage): Act {
  return {
    name: 'setReverseName',
    prepare: async () => {
      const { externalId, addresses } = await stage.aServer();
      const { address = '' } = addresses.find(({ primary }) => primary) ?? {};
      const call = aCall(`service-${externalId}-name-1`);
      return provider => provider.setReverseName!(externalId, address, 'named.example.test', call);
    },
  };
}

function finishingAct(stage: ServerStage): Act {
  return {
    name: 'finishHandWork',
    prepare: async () => {
      const serviceId = randomUUID();
      const { externalId }: ServerSnapshot = await stage.create(serviceId, stage.main, 1, stage.bench.handSpec);
      const call = aCall(`service-${externalId}-hands-1`);
      return provider => provider.finishHandWork!(externalId, { username: 'admin', addresses: ['198.51.100.9'] }, call);
    },
  };
}
