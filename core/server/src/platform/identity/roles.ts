import { type Permission, PERMISSIONS } from '@hostwright/sdk/http';
import type { StaffRole } from '../http/index.js';

/** What each role may do. An owner may everything, also what is added tomorrow. */
const BY_ROLE: Readonly<Record<StaffRole, readonly Permission[]>> = {
  owner: PERMISSIONS,
  support: [
    'dashboard.read',
    'customers.read',
    'orders.read',
    'services.read',
    'services.manage',
    'catalog.read',
    'notifications.read',
  ],
  accountant: [
    'dashboard.read',
    'customers.read',
    'orders.read',
    'invoices.read',
    'payments.read',
    'payments.record',
    'payments.refund',
  ],
};

export const permissionsOf = (role: StaffRole): readonly Permission[] => BY_ROLE[role];
