import { holds, type HeldAddress } from './addresses.js';
import { addressesOf, macOf, sizeOfConfig } from './guest-config.js';
import type { Machine } from './machine.js';
import { optionalNumber, optionalText } from './proxmox-answers.js';
import type { ProxmoxConfig } from './settings.js';
import { nameOf, type Guest } from './sight.js';
import { planOf } from './size.js';

/** What can be told of a guest of which nothing is written down: one that we have not made, or whose notes were lost. */
export function machineOf(guest: Guest, config: ProxmoxConfig): Machine {
  const { place, marks } = guest;
  const size = sizeOfConfig(guest.config, place.kind);
  const mac = macOf(guest.config);
  return {
    externalId: nameOf(guest),
    ...(marks.serviceId !== undefined && { serviceId: marks.serviceId }),
    vmid: place.vmid,
    kind: place.kind,
    build: marks.build ?? 1,
    hostname: optionalText(guest.config, place.kind === 'qemu' ? 'name' : 'hostname') ?? `vm-${place.vmid}`,
    plan: planOf(size),
    size,
    user: place.kind === 'lxc' ? 'root' : (optionalText(guest.config, 'ciuser') ?? config.user ?? 'root'),
    sshKeys: keysIn(guest),
    addresses: addressesIn(guest, config),
    ...(mac !== undefined && { mac }),
    createdAt:
      1000 * (optionalNumber({ ctime: /ctime=(\d+)/.exec(optionalText(guest.config, 'meta') ?? '')?.[1] }, 'ctime') ?? 0),
  };
}

/** Its addresses as far as they lie in our networks. */
function addressesIn(guest: Guest, config: ProxmoxConfig): readonly HeldAddress[] {
  return addressesOf(guest.config, guest.place.kind).flatMap(({ family, address }) => {
    const network = config.addresses.find(candidate => holds(candidate, address));
    if (!network) return [];
    const { gateway, nameservers = [], vlan } = network;
    const prefix = Number(network.cidr.split('/')[1]);
    return [{ family, address, prefix, gateway, nameservers, ...(vlan !== undefined && { vlan }) }];
  });
}

function keysIn({ config }: Guest): readonly string[] {
  const text = optionalText(config, 'sshkeys');
  return text === undefined
    ? []
    : decodeURIComponent(text)
        .split('\n')
        .filter(line => line.trim() !== '');
}
