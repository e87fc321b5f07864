import { FAKE_HESTIA, startFakeHestia } from '../../../../plugins/hestiacp/src/fake/index.js';
import { checked as hestiaChecked } from '../../../../plugins/hestiacp/test/vendor-check.js';
import { FAKE_WHM, startFakeWhm } from '../../../../plugins/whm/src/fake/index.js';
import { checked as whmChecked } from '../../../../plugins/whm/test/vendor-check.js';
import type { HostingPanel, PanelStart } from './panel.js';

export type { HostingPanel };

const MORE_THAN_START_MB = 6000;

const whm: PanelStart = async clock => {
  const fake = await startFakeWhm({ clock, ...whmChecked });
  return {
    id: 'whm',
    host: new URL(fake.url).host,
    faults: fake.faults,
    settings: { apiUrl: fake.url, ...FAKE_WHM },
    count: () => fake.accounts.length,
    account: username => {
      const account = fake.room.accounts.get(username);
      return account && { ...shownOf(account), domain: account.domain, isSuspended: account.suspended === '1' };
    },
    fill: username => (fake.room.account(username).usedMb = MORE_THAN_START_MB),
    loseNextAnswer: () => fake.troubles.loseNextAnswer(),
    close: () => fake.close(),
  };
};

const hestiacp: PanelStart = async clock => {
  const fake = await startFakeHestia({ clock, ...hestiaChecked });
  return {
    id: 'hestiacp',
    host: new URL(fake.url).host,
    faults: fake.faults,
    settings: { apiUrl: fake.url, ...FAKE_HESTIA, contactEmail: 'panel@shop.example' },
    count: () => fake.users.length,
    account: username => {
      const user = fake.panel.users.get(username);
      return user && { ...shownOf(user), domain: user.domains[0], isSuspended: user.suspended === 'yes' };
    },
    fill: username => (fake.panel.user(username).diskMb = MORE_THAN_START_MB),
    loseNextAnswer: () => fake.troubles.loseNextAnswer(),
    close: () => fake.close(),
  };
};

const shownOf = ({ plan, password }: { readonly plan: string; readonly password: string }) => ({ plan, password });

/** The panels that the stories are told of. */
export const PANELS: Readonly<Record<HostingPanel['id'], PanelStart>> = { whm, hestiacp };
export const PANEL_IDS = Object.keys(PANELS) as readonly HostingPanel['id'][];
