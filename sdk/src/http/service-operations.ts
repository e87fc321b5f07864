import { operation } from './operation.js';
import * as actions from './service-actions.js';
import { AdminService } from './admin.js';
import { Service, ServicePath } from './services.js';

const mine = { status: 200, access: 'customer', tag: 'services', params: ServicePath } as const;
const staff = { status: 200, access: 'services.manage', tag: 'services', params: ServicePath } as const;
const asked = ['service-state', 'not-supported', 'provider-refused', 'provider-unreachable'] as const;

/** What is done with a running service, by its customer and by staff. */
export const serviceOperations = {
  orderServiceAction: operation('orderServiceAction', {
    ...mine,
    status: 202,
    summary: 'Asks for something to be done with a service; the answer tells the operation that does it',
    body: actions.OrderServiceAction,
    answer: Service,
    idempotencyKey: 'accepted',
    problems: ['service-state', 'not-supported', 'confirmation-wrong'],
  }),
  cancelServiceOperation: operation('cancelServiceOperation', {
    ...mine,
    summary: 'Takes back what has not begun yet',
    params: actions.OperationPath,
    answer: Service,
    problems: ['service-state'],
  }),
  listServiceSnapshots: operation('listServiceSnapshots', {
    ...mine,
    summary: 'Snapshots that are kept at the provider',
    answer: actions.ServiceSnapshotList,
    problems: asked,
  }),
  getServiceMetrics: operation('getServiceMetrics', {
    ...mine,
    summary: 'What was measured of the server, for charts',
    query: actions.MetricsQuery,
    answer: actions.ServiceMetrics,
    problems: asked,
  }),
  getServiceUsage: operation('getServiceUsage', {
    ...mine,
    summary: 'What is used of traffic, disk and other limits',
    answer: actions.ServiceUsage,
    problems: asked,
  }),
  listServiceImages: operation('listServiceImages', {
    ...mine,
    summary: 'Systems that the service may be reinstalled with',
    answer: actions.ServiceImageList,
    problems: asked,
  }),
  openServicePanel: operation('openServicePanel', {
    ...mine,
    status: 201,
    summary: 'A short-lived address of the control panel, signed in',
    answer: actions.PanelAddress,
    problems: asked,
  }),
  orderAdminServiceAction: operation('orderAdminServiceAction', {
    ...staff,
    status: 202,
    summary: 'Asks for something to be done with a service',
    body: actions.OrderAdminServiceAction,
    answer: AdminService,
    idempotencyKey: 'accepted',
    problems: ['service-state', 'not-supported', 'confirmation-wrong'],
  }),
  listAdminServiceImages: operation('listAdminServiceImages', {
    ...staff,
    summary: 'Systems that a service may be reinstalled with',
    answer: actions.ServiceImageList,
    problems: asked,
  }),
  cancelAdminServiceOperation: operation('cancelAdminServiceOperation', {
    ...staff,
    summary: 'Takes back what has not begun yet',
    params: actions.OperationPath,
    answer: AdminService,
    problems: ['service-state'],
  }),
};
