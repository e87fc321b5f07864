import type { Permission } from '@hostwright/sdk/http';
import type { IconName } from '../parts/icon.js';
import type { WordKey } from '../words/words.js';

export interface Screen {
  readonly path: string;
  readonly title: WordKey;
  readonly icon: IconName;
  readonly permission: Permission;
  /** The screen of the menu that this one belongs to: its tabs lead here. */
  readonly within?: string;
}

/** The screens of the panel, in the order in which a working day needs them. Menu, palette and routes read this table. */
export const SCREENS = [
  { path: 'dashboard', title: 'screen.dashboard', icon: 'gauge', permission: 'dashboard.read' },
  { path: 'orders', title: 'screen.orders', icon: 'basket', permission: 'orders.read' },
  { path: 'customers', title: 'screen.customers', icon: 'people', permission: 'customers.read' },
  { path: 'services', title: 'screen.services', icon: 'server', permission: 'services.read' },
  { path: 'unpaid', title: 'screen.unpaid', icon: 'alert', permission: 'services.read', within: 'services' },
  { path: 'tasks', title: 'screen.tasks', icon: 'tasks', permission: 'services.manage' },
  { path: 'pools', title: 'screen.pools', icon: 'layers', permission: 'services.read' },
  { path: 'inventory', title: 'screen.inventory', icon: 'box', permission: 'services.read', within: 'pools' },
  { path: 'placements', title: 'screen.placements', icon: 'server', permission: 'services.read', within: 'pools' },
  { path: 'reconciliation', title: 'screen.reconciliation', icon: 'compare', permission: 'services.manage' },
  { path: 'walks', title: 'screen.walks', icon: 'history', permission: 'services.manage', within: 'reconciliation' },
  { path: 'invoices', title: 'screen.invoices', icon: 'invoice', permission: 'invoices.read' },
  { path: 'payments', title: 'screen.payments', icon: 'card', permission: 'payments.read' },
  { path: 'refunds', title: 'screen.refunds', icon: 'back', permission: 'payments.read', within: 'payments' },
  { path: 'disputes', title: 'screen.disputes', icon: 'alert', permission: 'payments.read', within: 'payments' },
  { path: 'unmatched', title: 'screen.unmatched', icon: 'question', permission: 'payments.read', within: 'payments' },
  { path: 'statements', title: 'screen.statements', icon: 'invoice', permission: 'payments.read', within: 'payments' },
  { path: 'bookings', title: 'screen.bookings', icon: 'invoice', permission: 'payments.read', within: 'payments' },
  { path: 'differences', title: 'screen.differences', icon: 'question', permission: 'payments.read', within: 'payments' },
  { path: 'comparisons', title: 'screen.comparisons', icon: 'check', permission: 'payments.read', within: 'payments' },
  { path: 'deliveries', title: 'screen.deliveries', icon: 'mail', permission: 'notifications.read' },
  { path: 'catalog', title: 'screen.catalog', icon: 'tag', permission: 'catalog.read' },
  { path: 'plugins', title: 'screen.plugins', icon: 'plug', permission: 'plugins.read' },
  { path: 'audit', title: 'screen.audit', icon: 'history', permission: 'audit.read' },
] as const satisfies readonly Screen[];

const ALL: readonly Screen[] = SCREENS;

/** The tabs of a screen of the menu: itself, then what belongs to it. */
export const tabsOf = (path: string): readonly Screen[] => {
  const owner = ALL.find(screen => screen.path === path)?.within ?? path;
  const own = ALL.filter(screen => screen.path === owner || screen.within === owner);
  return own.length > 1 ? own : [];
};
