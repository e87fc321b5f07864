import type { WorkBegun, StepRules } from '@hostwright/sdk';
import type { HetznerServer } from './answers.js';
import type { HetznerClient } from './hetzner-client.js';
import { reverseNameOf, toAction } from './hetzner-mapping.js';
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

/** How long a system may take to shut down by itself. */
const GRACE_MS = 60_000;

const isOff = ({ status }: HetznerServer): boolean => status === 'off';
const never = (): boolean => false;

/** How each step is taken at Hetzner. */
export function rulesAt(client: HetznerClient): StepRules<HetznerServer, Step> {
  const act = async (id: string, action: string, body?: object, signal?: AbortSignal): Promise<WorkBegun> => {
    const { action: begun, password } = await client.act(id, action, body, signal);
    return { action: begun && toAction(begun), password };
  };
  const plain =
    (action: string) =>
    ({ id }: HetznerServer, _step: Step, signal?: AbortSignal): Promise<WorkBegun> =>
      act(id, action, undefined, signal);
  return {
    'shut-down': { isDone: isOff, ask: plain('shutdown'), otherwise: { afterMs: GRACE_MS, step: { do: 'cut-power' } } },
    'cut-power': { isDone: isOff, ask: plain('poweroff') },
    'power-on': { isDone: ({ status }) => status === 'running', ask: plain('poweron') },
    reboot: { isDone: never, ask: plain('reboot'), kind: 'reboot_server' },
    reset: { isDone: never, ask: plain('reset'), kind: 'reset_server' },
    'new-password': { isDone: never, ask: plain('reset_password') },
    'disable-rescue': { isDone: ({ rescueEnabled }) => !rescueEnabled, ask: plain('disable_rescue') },
    'enable-rescue': {
      isDone: never,
      ask: async ({ id, rescueEnabled }, _step, signal) => {
        // It was enabled before, and the way in is not known: only enabling it anew tells one.
        if (rescueEnabled) await client.act(id, 'disable_rescue', undefined, signal);
        return act(id, 'enable_rescue', { type: 'linux64' }, signal);
      },
    },
    'change-type': {
      isDone: (server, { type }) => server.type.name === type,
      ask: ({ id }, { type, upgradeDisk }, signal) =>
        act(id, 'change_type', { server_type: type, upgrade_disk: upgradeDisk }, signal),
      kind: 'change_server_type',
    },
    rebuild: {
      isDone: never,
      ask: ({ id }, { image, userData }, signal) =>
        act(id, 'rebuild', { image, ...(userData !== undefined && { user_data: userData }) }, signal),
      kind: 'rebuild_server',
      // The new password came with the answer.
      afterLostAnswer: [{ do: 'new-password' }],
    },
    snapshot: {
      isDone: never,
      ask: ({ id }, { name }, signal) =>
        act(id, 'create_image', { type: 'snapshot', description: name, labels: { [LABEL.server]: id } }, signal),
      kind: 'create_image',
    },
    'reverse-name': {
      isDone: (server, { address, name }) => name !== null && reverseNameOf(server, address) === name,
      ask: ({ id }, { address, name }, signal) => act(id, 'change_dns_ptr', { ip: address, dns_ptr: name }, signal),
    },
    label: {
      isDone: (server, { labels }) => hasLabels(server, labels),
      ask: async (server, { labels }, signal) => {
        await client.label(server.id, labelsAfter(server, labels), signal);
        return undefined;
      },
    },
  };
}
