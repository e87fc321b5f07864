import type { WorkBegun, StepRules } from '@hostwright/sdk';
import type { Droplet } from './answers.js';
import type { NewAction, OceanClient } from './ocean-client.js';
import { toAction } from './ocean-mapping.js';

/** The smallest things that are done to a droplet; an operation is a list of them. */
export type Step =
  | { readonly do: 'shut-down' | 'cut-power' | 'power-on' | 'reboot' }
  | { readonly do: 'resize'; readonly size: string; readonly disk: boolean }
  /** Made anew from an image of DigitalOcean's, it has its first password again. */
  | { readonly do: 'rebuild'; readonly image: string; readonly givesPassword: boolean }
  | { readonly do: 'rename'; readonly name: string }
  | { readonly do: 'snapshot'; readonly name: string }
  | { readonly do: 'tie' | 'untie'; readonly tag: string };

/** How long a system may take to shut down by itself. */
const GRACE_MS = 60_000;

const isOff = ({ status }: Droplet): boolean => status === 'off';
const never = (): boolean => false;

/** How each step is taken at DigitalOcean. */
export function rulesAt(client: OceanClient): StepRules<Droplet, Step> {
  const act = async (id: string, action: NewAction, signal?: AbortSignal): Promise<WorkBegun> => ({
    action: toAction(await client.act(id, action, signal)),
  });
  const plain =
    (type: string) =>
    ({ id }: Droplet, _step: Step, signal?: AbortSignal): Promise<WorkBegun> =>
      act(id, { type }, signal);
  return {
    'shut-down': { isDone: isOff, ask: plain('shutdown'), otherwise: { afterMs: GRACE_MS, step: { do: 'cut-power' } } },
    'cut-power': { isDone: isOff, ask: plain('power_off') },
    'power-on': { isDone: ({ status }) => status === 'active', ask: plain('power_on') },
    reboot: { isDone: never, ask: plain('reboot'), kind: 'reboot' },
    resize: {
      isDone: (droplet, { size }) => droplet.size === size,
      ask: ({ id }, { size, disk }, signal) => act(id, { type: 'resize', size, disk }, signal),
      kind: 'resize',
    },
    rebuild: {
      isDone: never,
      ask: ({ id }, { image }, signal) =>
        act(id, { type: 'rebuild', image: /^\d+$/.test(image) ? Number(image) : image }, signal),
      kind: 'rebuild',
    },
    rename: {
      isDone: (droplet, { name }) => droplet.name === name,
      ask: ({ id }, { name }, signal) => act(id, { type: 'rename', name }, signal),
    },
    snapshot: {
      isDone: never,
      ask: ({ id }, { name }, signal) => act(id, { type: 'snapshot', name }, signal),
      kind: 'snapshot',
    },
    tie: {
      isDone: ({ tags }, { tag }) => tags.includes(tag),
      ask: async ({ id }, { tag }, signal) => {
        await client.tie(tag, id, signal);
        return undefined;
      },
    },
    untie: {
      isDone: ({ tags }, { tag }) => !tags.includes(tag),
      ask: async ({ id }, { tag }, signal) => {
        await client.untie(tag, id, signal);
        return undefined;
      },
    },
  };
}
