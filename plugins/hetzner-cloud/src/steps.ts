import type { HetznerServer } from './answers.js';
import { reverseNameOf } from './hetzner-mapping.js';
import type { Begun, HetznerClient } from './hetzner-client.js';
import { hasLabels, LABEL, labelsAfter } from './labels.js';

/** The smallest things that are done to a server; an operation is a list of them. */
export type Step =
  | {
      readonly do:
        'shut-down' | 'cut-power' | 'power-on' | 'reboot' | 'reset' | 'new-password' | 'enable-rescue' | 'disable-rescue';
    }
  | { readonly do: 'change-type'; readonly type: string; readonly upgradeDisk: boolean }
  | { readonly do: 'rebuild'; readonly image: string; readonly userData?: string }
  | { readonly do: 'snapshot'; readonly name: string }
  | { readonly do: 'reverse-name'; readonly address: string; readonly name: string | null }
  | { readonly do: 'label'; readonly labels: Readonly<Record<string, string | null>> };

type Kind = Step['do'];
type Of<K extends Kind> = Extract<Step, { readonly do: K }>;

interface Rule<S> {
  /** Whether the server shows that the step needs not be taken (any more). */
  readonly isDone: (server: HetznerServer, step: S) => boolean;
  readonly ask: (client: HetznerClient, server: HetznerServer, step: S, signal?: AbortSignal) => Promise<Begun>;
  /** The action at Hetzner by which a step is known whose answer was lost; without one it may be taken again. */
  readonly command?: string;
}

const NOTHING_BEGUN: Begun = { action: undefined, password: undefined };

const isOff = ({ status }: HetznerServer): boolean => status === 'off';
const never = (): boolean => false;

const plain =
  (action: string): Rule<Step>['ask'] =>
  (client, { id }, _step, signal) =>
    client.act(id, action, undefined, signal);

const RULES: { readonly [K in Kind]: Rule<Of<K>> } = {
  'shut-down': { isDone: isOff, ask: plain('shutdown') },
  'cut-power': { isDone: isOff, ask: plain('poweroff') },
  'power-on': { isDone: ({ status }) => status === 'running', ask: plain('poweron') },
  reboot: { isDone: never, ask: plain('reboot'), command: 'reboot_server' },
  reset: { isDone: never, ask: plain('reset'), command: 'reset_server' },
  'new-password': { isDone: never, ask: plain('reset_password') },
  'disable-rescue': { isDone: ({ rescueEnabled }) => !rescueEnabled, ask: plain('disable_rescue') },
  'enable-rescue': {
    isDone: never,
    ask: async (client, { id, rescueEnabled }, _step, signal) => {
      // It was enabled before, and the way in is not known: only enabling it anew tells one.
      if (rescueEnabled) await client.act(id, 'disable_rescue', undefined, signal);
      return client.act(id, 'enable_rescue', { type: 'linux64' }, signal);
    },
  },
  'change-type': {
    isDone: (server, { type }) => server.type.name === type,
    ask: (client, { id }, { type, upgradeDisk }, signal) =>
      client.act(id, 'change_type', { server_type: type, upgrade_disk: upgradeDisk }, signal),
    command: 'change_server_type',
  },
  rebuild: {
    isDone: never,
    ask: (client, { id }, { image, userData }, signal) =>
      client.act(id, 'rebuild', { image, ...(userData !== undefined && { user_data: userData }) }, signal),
    command: 'rebuild_server',
  },
  snapshot: {
    isDone: never,
    ask: (client, { id }, { name }, signal) =>
      client.act(id, 'create_image', { type: 'snapshot', description: name, labels: { [LABEL.server]: id } }, signal),
    command: 'create_image',
  },
  'reverse-name': {
    isDone: (server, { address, name }) => name !== null && reverseNameOf(server, address) === name,
    ask: (client, { id }, { address, name }, signal) => client.act(id, 'change_dns_ptr', { ip: address, dns_ptr: name }, signal),
  },
  label: {
    isDone: (server, { labels }) => hasLabels(server, labels),
    ask: async (client, server, { labels }, signal) => {
      await client.label(server.id, labelsAfter(server, labels), signal);
      return NOTHING_BEGUN;
    },
  },
};

export function ruleOf(step: Step): Rule<Step> {
  return RULES[step.do] as Rule<Step>;
}
