import { TestClock, type ServerBench } from '@hostwright/sdk/testing';
import { FAKE_PROXMOX, startFakeProxmox, type FakeProxmox } from '../src/fake/index.js';
import type { ProxmoxConfig } from '../src/settings.js';
import { checked } from './vendor-check.js';

export const SETTINGS: Omit<ProxmoxConfig, 'apiUrl'> = {
  tokenId: FAKE_PROXMOX.tokenId,
  pool: FAKE_PROXMOX.pool,
  storage: FAKE_PROXMOX.storage,
  firstVmid: 2000,
  lastVmid: 2999,
  images: [
    { id: 'debian-13', label: 'Debian 13', templates: FAKE_PROXMOX.templates, user: 'debian' },
    { id: 'ubuntu-26', label: 'Ubuntu 26.04', templates: [FAKE_PROXMOX.sharedTemplate] },
    { id: 'debian-13-ct', label: 'Debian 13 in a container', ostemplate: FAKE_PROXMOX.archive },
    { id: 'alpine-ct', label: 'Alpine in a container', ostemplate: FAKE_PROXMOX.archive },
  ],
  addresses: [
    { cidr: '198.18.0.0/20', gateway: '198.18.0.1', nameservers: ['198.18.0.53'], reserved: ['198.18.0.2-198.18.0.99'] },
    { cidr: '2001:db8:7::/64', gateway: '2001:db8:7::1' },
  ],
};

export const SECRETS = { tokenSecret: FAKE_PROXMOX.tokenSecret };

export interface ProxmoxBench extends ServerBench<ProxmoxConfig> {
  readonly proxmox: FakeProxmox;
  readonly clock: TestClock;
}

/** The contract's view of a cluster of its own. */
export const benchOf = (image: string, otherImage: string) => async (): Promise<ProxmoxBench> => {
  const clock = new TestClock();
  const proxmox = await startFakeProxmox({ clock, nodeMemoryGb: 8192, ...checked });
  return {
    proxmox,
    clock,
    config: { apiUrl: proxmox.url, ...SETTINGS },
    secrets: SECRETS,
    spec: { plan: 'c2-r4-d40', hostname: 'one.example.test', image },
    otherSize: { plan: 'c4-r8-d80' },
    otherImage,
    plantServer: () => {
      const { vmid, config } = proxmox.cluster.addStranger(700, 'pve2', {}, FAKE_PROXMOX.pool);
      return `vm-${vmid}-${String(config['meta']).split('ctime=')[1]}`;
    },
    servers: serviceId => proxmox.guestsOf(serviceId).length,
    loseNextAnswer: () => proxmox.troubles.loseNextAnswer(),
    finishWork: () => proxmox.finishWork(),
    sayUnknownWord: externalId => {
      for (const guest of proxmox.guestsOf(externalId.replace('hw-', ''))) guest.status = 'thawing';
    },
    close: async () => {
      await proxmox.close();
      if (proxmox.faults.length > 0) throw new Error(`Proxmox found faults:\n${proxmox.faults.join('\n')}`);
    },
  };
};
