import { operation } from './operation.js';
import * as reconcile from './reconcile.js';

const staff = { status: 200, access: 'services.manage', tag: 'reconciliation' } as const;

/** What providers hold, compared with our books. */
export const reconcileOperations = {
  listReconciledProviders: operation('listReconciledProviders', {
    ...staff,
    summary: 'Providers whose servers are compared with our books',
    answer: reconcile.ReconciledProviderList,
  }),
  walkProvider: operation('walkProvider', {
    ...staff,
    status: 202,
    summary: 'Compares a provider now',
    params: reconcile.ReconciledProviderPath,
    answer: reconcile.ReconciledProvider,
    problems: ['not-supported'],
  }),
  listProviderWalks: operation('listProviderWalks', {
    ...staff,
    summary: 'Comparisons that were made',
    query: reconcile.WalkListQuery,
    answer: reconcile.ProviderWalkPage,
  }),
  listFindings: operation('listFindings', {
    ...staff,
    summary: 'Differences between providers and our books',
    query: reconcile.FindingListQuery,
    answer: reconcile.FindingPage,
  }),
  getFinding: operation('getFinding', {
    ...staff,
    summary: 'One difference',
    params: reconcile.FindingPath,
    answer: reconcile.Finding,
  }),
  resolveFinding: operation('resolveFinding', {
    ...staff,
    summary: 'Does something about a difference',
    params: reconcile.FindingPath,
    body: reconcile.ResolveFinding,
    answer: reconcile.Finding,
    idempotencyKey: 'accepted',
    problems: ['finding-state', 'confirmation-wrong', 'service-state', 'not-supported', 'selection-invalid', 'currency-not-sold'],
  }),
};
