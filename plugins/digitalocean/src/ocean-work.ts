import type { ServerSnapshot, WorkTold, WorkVendor } from '@hostwright/sdk';
import type { Droplet } from './answers.js';
import type { OceanClient } from './ocean-client.js';
import { toAction, toSnapshot } from './ocean-mapping.js';
import type { Passwords } from './passwords.js';
import { rulesAt, type Step } from './steps.js';
import { serviceOf } from './tags.js';

/** DigitalOcean, as work of several steps needs to know it. */
export function oceanWork(client: OceanClient, passwords: Passwords): WorkVendor<Droplet, Step> {
  const tell = async (droplet: Droplet, told: WorkTold<Step>): Promise<ServerSnapshot> => {
    const givesPassword = told.steps.some(step => step.do === 'rebuild' && step.givesPassword);
    const serviceId = givesPassword ? serviceOf(droplet) : undefined;
    const password = serviceId === undefined ? undefined : await passwords.recall(serviceId);
    return toSnapshot(droplet, { ...told, password });
  };
  return {
    rules: rulesAt(client),
    server: id => client.droplet(id),
    actionsOf: async ({ id }) => (await client.actionsOf(id)).map(toAction),
    action: async id => toAction(await client.action(Number(id))),
    isBusy: ({ locked, status }) => locked || status === 'new',
    saysBusy: ({ code }) => code === 'locked',
    tell,
  };
}
