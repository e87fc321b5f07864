import type { Permission } from '@hostwright/sdk/http';
import type { IconName } from '../parts/icon.js';
import type { WordKey } from '../words/words.js';

export interface Screen {
  readonly path: string;
  readonly title: WordKey;
  readonly icon: IconName;
  readonly permission: Permission;
}

/** The screens of the panel, in the order in which a working day needs them. Menu, palette and routes read this table. */
export const SCREENS = [
  { path: 'dashboard', title: 'screen.dashboard', icon: 'gauge', permission: 'dashboard.read' },
  { path: 'orders', title: 'screen.orders', icon: 'basket', permission: 'orders.read' },
  { path: 'customers', title: 'screen.customers', icon: 'people', permission: 'customers.read' },
  { path: 'services', title: 'screen.services', icon: 'server', permission: 'services.read' },
  { path: 'invoices', title: 'screen.invoices', icon: 'invoice', permission: 'invoices.read' },
  { path: 'payments', title: 'screen.payments', icon: 'card', permission: 'payments.read' },
  { path: 'deliveries', title: 'screen.deliveries', icon: 'mail', permission: 'notifications.read' },
  { path: 'catalog', title: 'screen.catalog', icon: 'tag', permission: 'catalog.read' },
  { path: 'plugins', title: 'screen.plugins', icon: 'plug', permission: 'plugins.read' },
  { path: 'audit', title: 'screen.audit', icon: 'history', permission: 'audit.read' },
] as const satisfies readonly Screen[];
