import type { Action, Droplet } from './answers.js';
import type { OceanClient } from './ocean-client.js';

/** The smallest things that are done to a droplet; an operation is a list of them. */
export type Step =
  | { readonly do: 'shut-down' | 'cut-power' | 'power-on' | 'reboot' }
  | { readonly do: 'resize'; readonly size: string; readonly disk: boolean }
  | { readonly do: 'rebuild'; readonly image: string }
  | { readonly do: 'rename'; readonly name: string }
  | { readonly do: 'snapshot'; readonly name: string }
  | { readonly do: 'tie' | 'untie'; readonly tag: string };

type Kind = Step['do'];
type Of<K extends Kind> = Extract<Step, { readonly do: K }>;

interface Rule<S> {
  /** Whether the droplet shows that the step needs not be taken (any more). */
  readonly isDone: (droplet: Droplet, step: S) => boolean;
  readonly ask: (client: OceanClient, droplet: Droplet, step: S, signal?: AbortSignal) => Promise<Action | undefined>;
  /** The action by which a step is known whose answer was lost; without one it may be taken again. */
  readonly type?: string;
}

const isOff = ({ status }: Droplet): boolean => status === 'off';
const never = (): boolean => false;

const plain =
  (type: string): Rule<Step>['ask'] =>
  (client, { id }, _step, signal) =>
    client.act(id, { type }, signal);

const RULES: { readonly [K in Kind]: Rule<Extract<Step, { readonly do: K }>> } = {
  'shut-down': { isDone: isOff, ask: plain('shutdown') },
  'cut-power': { isDone: isOff, ask: plain('power_off') },
  'power-on': { isDone: ({ status }) => status === 'active', ask: plain('power_on') },
  reboot: { isDone: never, ask: plain('reboot'), type: 'reboot' },
  resize: {
    isDone: (droplet, { size }) => droplet.size === size,
    ask: (client, { id }, { size, disk }, signal) => act(client, id, { type: 'resize', size, disk }, signal),
    type: 'resize',
  },
  rebuild: {
    isDone: never,
    ask: (client, { id }, { image }, signal) =>
      act(client, id, { type: 'rebuild', image: /^\d+$/.test(image) ? Number(image) : image }, signal),
    type: 'rebuild',
  },
  rename: {
    isDone: (droplet, { name }) => droplet.name === name,
    ask: (client, { id }, { name }, signal) => act(client, id, { type: 'rename', name }, signal),
  },
  snapshot: {
    isDone: never,
    ask: (client, { id }, { name }, signal) => act(client, id, { type: 'snapshot', name }, signal),
    type: 'snapshot',
  },
  tie: {
    isDone: ({ tags }, { tag }: Of<'tie'>) => tags.includes(tag),
    ask: async (client, { id }, { tag }: Of<'tie'>, signal) => {
      await client.tie(tag, id, signal);
      return undefined;
    },
  },
  untie: {
    isDone: ({ tags }, { tag }: Of<'untie'>) => !tags.includes(tag),
    ask: async (client, { id }, { tag }: Of<'untie'>, signal) => {
      await client.untie(tag, id, signal);
      return undefined;
    },
  },
};

const act = (
  client: OceanClient,
  id: string,
  action: { readonly type: string; readonly [field: string]: unknown },
  signal?: AbortSignal,
) => client.act(id, action, signal);

export function ruleOf(step: Step): Rule<Step> {
  return RULES[step.do] as Rule<Step>;
}
