import type { Cloud, CloudStart } from './cloud.js';
import { hetzner } from './hetzner.js';
import { lxd } from './lxd.js';
import { ocean } from './ocean.js';
import { proxmox } from './proxmox.js';

export type { Cloud };

/** The vendors of servers that the stories are told of. */
export const CLOUDS: Readonly<Record<Cloud['id'], CloudStart>> = {
  'hetzner-cloud': hetzner,
  digitalocean: ocean,
  proxmox,
  lxd,
};
export const CLOUD_IDS = Object.keys(CLOUDS) as readonly Cloud['id'][];
