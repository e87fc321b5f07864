import type { Cloud, CloudStart } from './cloud.js';
import { hestia } from './hestia.js';
import { hetzner } from './hetzner.js';
import { lxd } from './lxd.js';
import { ocean } from './ocean.js';
import { proxmox } from './proxmox.js';
import { whm } from './whm.js';

export type { Cloud };

/** The vendors of servers and accounts that the stories are told of. */
export const CLOUDS: Readonly<Record<Cloud['id'], CloudStart>> = {
  'hetzner-cloud': hetzner,
  digitalocean: ocean,
  proxmox,
  lxd,
  whm,
  hestiacp: hestia,
};
export const CLOUD_IDS = Object.keys(CLOUDS) as readonly Cloud['id'][];
