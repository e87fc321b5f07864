import { AdminService } from './admin.js';
import * as changes from './changes.js';
import { operation } from './operation.js';
import { Service, ServicePath } from './services.js';

const mine = { status: 200, access: 'customer', tag: 'services', params: ServicePath } as const;
const staffReads = { status: 200, access: 'services.read', tag: 'services', params: ServicePath } as const;
const staff = { ...staffReads, access: 'services.manage' } as const;

const hindered = ['service-state', 'not-supported', 'change-open', 'renewal-unpaid', 'selection-invalid'] as const;
const ordered = [...hindered, 'quote-invalid', 'quote-expired', 'price-changed', 'no-room'] as const;

/** Another size for a service that runs, with the price first, and the end of a service that is not wanted any more. */
export const changeOperations = {
  getServiceOptions: operation('getServiceOptions', {
    ...mine,
    summary: 'What the service is, and the plans and choices that it may move to',
    query: changes.ServiceOptionsQuery,
    answer: changes.ServiceOptions,
  }),
  previewServiceChange: operation('previewServiceChange', {
    ...mine,
    summary: 'What a change costs: every period from now on, and today for the rest of the paid time',
    body: changes.PreviewChange,
    answer: changes.ChangePreview,
    problems: hindered,
  }),
  listServiceChanges: operation('listServiceChanges', {
    ...mine,
    summary: 'Changes of the service, the latest first',
    answer: changes.ServiceChangeList,
  }),
  orderServiceChange: operation('orderServiceChange', {
    ...mine,
    status: 201,
    summary: 'Orders a change: it begins at once where nothing is due, else when its invoice is paid',
    body: changes.OrderChange,
    answer: changes.ServiceChange,
    idempotencyKey: 'required',
    problems: ordered,
  }),
  cancelServiceChange: operation('cancelServiceChange', {
    ...mine,
    summary: 'Takes back a change that is not paid yet; its invoice is void',
    params: changes.ServiceChangePath,
    answer: changes.ServiceChange,
    problems: ['service-state'],
  }),
  cancelService: operation('cancelService', {
    ...mine,
    summary: 'Ends the service at the end of the paid time, or now',
    body: changes.CancelService,
    answer: Service,
    problems: ['service-state', 'confirmation-wrong'],
  }),
  keepService: operation('keepService', {
    ...mine,
    summary: 'Takes back that the service ends with its period',
    answer: Service,
    problems: ['service-state'],
  }),

  getAdminServiceOptions: operation('getAdminServiceOptions', {
    ...staffReads,
    summary: 'What a service is, and the plans and choices that it may move to',
    query: changes.ServiceOptionsQuery,
    answer: changes.ServiceOptions,
  }),
  previewAdminServiceChange: operation('previewAdminServiceChange', {
    ...staff,
    summary: 'What a change costs: every period from now on, and today for the rest of the paid time',
    body: changes.PreviewChange,
    answer: changes.ChangePreview,
    problems: hindered,
  }),
  listAdminServiceChanges: operation('listAdminServiceChanges', {
    ...staffReads,
    summary: 'Changes of a service, the latest first',
    answer: changes.ServiceChangeList,
  }),
  orderAdminServiceChange: operation('orderAdminServiceChange', {
    ...staff,
    status: 201,
    summary: 'Changes a service, with or without an invoice for the difference',
    body: changes.OrderAdminChange,
    answer: changes.ServiceChange,
    idempotencyKey: 'required',
    problems: ordered,
  }),
  cancelAdminServiceChange: operation('cancelAdminServiceChange', {
    ...staff,
    summary: 'Takes back a change that is not paid yet; its invoice is void',
    params: changes.ServiceChangePath,
    answer: changes.ServiceChange,
    problems: ['service-state'],
  }),
  cancelAdminService: operation('cancelAdminService', {
    ...staff,
    summary: 'Ends a service at the end of the paid time, or now',
    body: changes.CancelService,
    answer: AdminService,
    problems: ['service-state', 'confirmation-wrong'],
  }),
  keepAdminService: operation('keepAdminService', {
    ...staff,
    summary: 'Takes back that a service ends with its period',
    answer: AdminService,
    problems: ['service-state'],
  }),
  getDunningSettings: operation('getDunningSettings', {
    status: 200,
    access: 'services.read',
    tag: 'services',
    summary: 'When services that are not paid are suspended and ended',
    answer: changes.DunningSettings,
  }),
  updateDunningSettings: operation('updateDunningSettings', {
    status: 200,
    access: 'services.manage',
    tag: 'services',
    summary: 'Sets when services that are not paid are suspended and ended',
    body: changes.DunningSettings,
    answer: changes.DunningSettings,
  }),
};
