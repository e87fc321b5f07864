import type { Routes } from '@angular/router';
import type { Permission } from '@hostwright/sdk/http';
import { holding, signedIn } from './access/guards.js';
import { landing } from './access/landing.js';
import { AUDIT, CUSTOMERS, DELIVERIES, INVOICES, ORDERS, PAYMENTS, SERVICES } from './lists/definitions.js';
import { BOOKINGS, COMPARISONS, DIFFERENCES, DISPUTES, REFUNDS, UNMATCHED } from './lists/money-definitions.js';
import { FINDINGS, INVENTORY, PLACEMENTS, TASKS, WALKS } from './lists/server-definitions.js';
import type { ListDefinition } from './lists/list-definition.js';

type LoadSheet = NonNullable<Routes[number]['loadComponent']>;

/** A list, and the details of one of its rows beside it. */
const list = (definition: ListDefinition, permission: Permission, sheet: LoadSheet): Routes[number] => ({
  path: definition.name,
  canActivate: [holding(permission)],
  loadComponent: () => import('./lists/list-screen.js').then(file => file.ListScreen),
  data: { list: definition },
  children: [{ path: ':id', loadComponent: sheet }],
});

export const ROUTES: Routes = [
  { path: 'sign-in', loadComponent: () => import('./access/sign-in.js').then(file => file.SignIn) },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell.js').then(file => file.Shell),
    children: [
      { path: '', pathMatch: 'full', canActivate: [landing], children: [] },
      {
        path: 'dashboard',
        canActivate: [holding('dashboard.read')],
        loadComponent: () => import('./dashboard/dashboard-screen.js').then(file => file.DashboardScreen),
      },
      list(ORDERS, 'orders.read', () => import('./sheets/order-sheet.js').then(file => file.OrderSheet)),
      list(CUSTOMERS, 'customers.read', () => import('./sheets/customer-sheet.js').then(file => file.CustomerSheet)),
      list(SERVICES, 'services.read', () => import('./sheets/service-sheet.js').then(file => file.ServiceSheet)),
      {
        path: 'unpaid',
        canActivate: [holding('services.read')],
        loadComponent: () => import('./dunning/dunning-screen.js').then(file => file.DunningScreen),
      },
      list(TASKS, 'services.manage', () => import('./tasks/task-sheet.js').then(file => file.TaskSheet)),
      {
        path: 'pools',
        canActivate: [holding('services.read')],
        loadComponent: () => import('./pools/pools-screen.js').then(file => file.PoolsScreen),
        children: [
          { path: ':poolId', loadComponent: () => import('./pools/pool-sheet.js').then(file => file.PoolSheet) },
          { path: ':poolId/:memberId', loadComponent: () => import('./pools/member-sheet.js').then(file => file.MemberSheet) },
        ],
      },
      list(INVENTORY, 'services.read', () => import('./inventory/item-sheet.js').then(file => file.ItemSheet)),
      list(PLACEMENTS, 'services.read', () => import('./pools/placement-sheet.js').then(file => file.PlacementSheet)),
      list(FINDINGS, 'services.manage', () => import('./reconciliation/finding-sheet.js').then(file => file.FindingSheet)),
      list(WALKS, 'services.manage', () => import('./reconciliation/walk-sheet.js').then(file => file.WalkSheet)),
      list(INVOICES, 'invoices.read', () => import('./sheets/invoice-sheet.js').then(file => file.InvoiceSheet)),
      list(PAYMENTS, 'payments.read', () => import('./sheets/payment-sheet.js').then(file => file.PaymentSheet)),
      list(REFUNDS, 'payments.read', () => import('./money/refund-sheet.js').then(file => file.RefundSheet)),
      list(DISPUTES, 'payments.read', () => import('./money/dispute-sheet.js').then(file => file.DisputeSheet)),
      list(UNMATCHED, 'payments.read', () => import('./money/unmatched-sheet.js').then(file => file.UnmatchedSheet)),
      list(BOOKINGS, 'payments.read', () => import('./money/booking-sheet.js').then(file => file.BookingSheet)),
      list(DIFFERENCES, 'payments.read', () => import('./money/difference-sheet.js').then(file => file.DifferenceSheet)),
      list(COMPARISONS, 'payments.read', () => import('./money/comparison-sheet.js').then(file => file.ComparisonSheet)),
      {
        path: 'statements',
        canActivate: [holding('payments.read')],
        loadComponent: () => import('./money/statements-screen.js').then(file => file.StatementsScreen),
      },
      list(DELIVERIES, 'notifications.read', () => import('./sheets/delivery-sheet.js').then(file => file.DeliverySheet)),
      list(AUDIT, 'audit.read', () => import('./sheets/audit-sheet.js').then(file => file.AuditSheet)),
      {
        path: 'catalog',
        canActivate: [holding('catalog.read')],
        loadComponent: () => import('./catalog/catalog-screen.js').then(file => file.CatalogScreen),
      },
      {
        path: 'plugins',
        canActivate: [holding('plugins.read')],
        loadComponent: () => import('./plugins/plugins-screen.js').then(file => file.PluginsScreen),
        children: [
          {
            path: ':pluginId/:installationId',
            loadComponent: () => import('./plugins/installation-sheet.js').then(file => file.InstallationSheet),
          },
        ],
      },
      { path: 'not-allowed', loadComponent: () => import('./access/not-allowed.js').then(file => file.NotAllowed) },
      { path: '**', loadComponent: () => import('./access/not-found.js').then(file => file.NotFound) },
    ],
  },
];
