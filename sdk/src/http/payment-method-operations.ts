import { CustomerPath } from './admin.js';
import { operation } from './operation.js';
import * as methods from './payment-methods.js';
import { Nothing, PageQuery } from './primitives.js';
import { ServicePath } from './services.js';

/** Saved ways to pay, what renewals do with them, and the comparison of the books with what providers settled. */
export const paymentMethodOperations = {
  listSavedMethods: operation('listSavedMethods', {
    access: 'customer',
    status: 200,
    tag: 'payments',
    summary: 'The saved cards and accounts, the default one first',
    answer: methods.SavedMethodList,
  }),
  setDefaultMethod: operation('setDefaultMethod', {
    access: 'customer',
    status: 200,
    tag: 'payments',
    summary: 'Charges renewals to this saved method from now on',
    params: methods.SavedMethodPath,
    answer: methods.SavedMethodList,
  }),
  removeSavedMethod: operation('removeSavedMethod', {
    access: 'customer',
    status: 204,
    tag: 'payments',
    summary: 'Removes a saved method, here and at the provider',
    params: methods.SavedMethodPath,
    answer: Nothing,
  }),
  getServiceRenewal: operation('getServiceRenewal', {
    access: 'customer',
    status: 200,
    tag: 'services',
    summary: 'When the service renews, for how much and by which method',
    params: ServicePath,
    answer: methods.ServiceRenewal,
  }),

  listCustomerMethods: operation('listCustomerMethods', {
    access: 'payments.read',
    status: 200,
    tag: 'admin',
    summary: 'The saved methods of a customer',
    params: CustomerPath,
    answer: methods.SavedMethodList,
  }),
  getAdminServiceRenewal: operation('getAdminServiceRenewal', {
    access: 'services.read',
    status: 200,
    tag: 'admin',
    summary: 'When a service renews, for how much and by which method',
    params: ServicePath,
    answer: methods.ServiceRenewal,
  }),
  listSettlementDifferences: operation('listSettlementDifferences', {
    access: 'payments.read',
    status: 200,
    tag: 'admin',
    summary: 'Where the books and what providers settled disagree',
    query: methods.SettlementDifferenceQuery,
    answer: methods.SettlementDifferencePage,
  }),
  closeSettlementDifference: operation('closeSettlementDifference', {
    access: 'payments.record',
    status: 200,
    tag: 'admin',
    summary: 'Notes what became of a difference and takes it off the list',
    params: methods.SettlementDifferencePath,
    body: methods.CloseSettlementDifference,
    answer: methods.SettlementDifference,
  }),
  listSettlementRuns: operation('listSettlementRuns', {
    access: 'payments.read',
    status: 200,
    tag: 'admin',
    summary: 'The nightly comparisons with providers',
    query: PageQuery,
    answer: methods.SettlementRunPage,
  }),
};
