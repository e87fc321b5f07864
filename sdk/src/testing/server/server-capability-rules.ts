import { aCall } from '../fake-context.js';
import { demand, demandEqual } from '../rules/demand.js';
import { consoleRules, panelRules } from './access-rules.js';
import { handWorkRules } from './hand-work-rules.js';
import { listRules } from './list-rules.js';
import { metricsRules, usageRules } from './measure-rules.js';
import { renameRules, reverseNameRules } from './name-rules.js';
import { rescueRules } from './rescue-rules.js';
import { addressesOf, type ServerRule } from './server-stage.js';
import { snapshotRules } from './snapshot-rules.js';

/** The rules that come with a capability. */
export const SERVER_RULES_BY_CAPABILITY: Readonly<Record<string, readonly ServerRule[]>> = {
  power: [
    {
      name: 'stops, starts and restarts, also what is already so',
      run: async stage => {
        const { externalId } = await stage.aServer();
        const states: string[] = [];
        for (const [index, action] of (['stop', 'stop', 'start', 'start', 'restart', 'force-stop'] as const).entries()) {
          const call = aCall(`service-${externalId}-power-${index}`);
          states.push((await stage.after(stage.provider.power!(externalId, action, call))).state);
        }
        const expected = ['stopped', 'stopped', 'running', 'running', 'running', 'stopped'];
        demandEqual(states, expected, 'the states after stop, stop, start, start, restart, force-stop');
      },
    },
  ],
  resize: [
    {
      name: 'gives a server another size, and leaves it its addresses',
      run: async stage => {
        const { otherSize } = stage.bench;
        demand(otherSize !== undefined, 'the bench of a provider that resizes lacks otherSize');
        const before = await stage.aServer();
        const { externalId } = before;
        const call = aCall(`service-${externalId}-resize-1`);

        const resized = await stage.after(stage.provider.resize!(externalId, otherSize, call));

        demandEqual(
          [resized.externalId, resized.plan, resized.state],
          [externalId, otherSize.plan, 'running'],
          'the server, plan and state after resize()',
        );
        demandEqual(addressesOf(resized), addressesOf(before), 'the addresses after resize()');
      },
    },
  ],
  reinstall: [
    {
      name: 'gives the same server another system, and leaves it its addresses',
      run: async stage => {
        const { otherImage = stage.bench.spec.image ?? '' } = stage.bench;
        const before = await stage.aServer();
        const { externalId } = before;
        const call = aCall(`service-${externalId}-reinstall-1`);

        const fresh = await stage.after(stage.provider.reinstall!(externalId, otherImage, call));

        demandEqual(
          [fresh.externalId, fresh.image, fresh.state],
          [externalId, otherImage, 'running'],
          'the server, image and state after reinstall()',
        );
        demandEqual(addressesOf(fresh), addressesOf(before), 'the addresses after reinstall()');
      },
    },
  ],
  'reset-password': [
    {
      name: 'gives a new password that is not the old one',
      run: async stage => {
        const { externalId, credentials } = await stage.aServer();
        const call = aCall(`service-${externalId}-password-1`);

        const reset = await stage.watch.hear(stage.provider.resetPassword!(externalId, call));

        demand(Boolean(reset.credentials?.password), 'resetPassword() answers no password');
        demand(reset.credentials?.password !== credentials?.password, 'the new password is the old one');
      },
    },
  ],
  rename: renameRules,
  snapshots: snapshotRules,
  rescue: rescueRules,
  'reverse-names': reverseNameRules,
  metrics: metricsRules,
  usage: usageRules,
  list: listRules,
  'hand-work': handWorkRules,
  console: consoleRules,
  panel: panelRules,
};
