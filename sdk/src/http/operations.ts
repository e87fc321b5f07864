import { cancelOperations } from './cancel-operations.js';
import { changeOperations } from './change-operations.js';
import { consoleOperations } from './console-operations.js';
import * as identity from './identity.js';
import { operation } from './operation.js';
import { paymentMethodOperations } from './payment-method-operations.js';
import { placementOperations } from './placement-operations.js';
import { serviceOperations } from './service-operations.js';
import { reconcileOperations } from './reconcile-operations.js';
import { staffOperations } from './staff-operations.js';
import { statementOperations } from './statement-operations.js';
import { storeOperations } from './store-operations.js';
import { taskOperations } from './task-operations.js';

const platform = {
  operatorSignIn: operation('operatorSignIn', {
    access: 'public',
    status: 201,
    tag: 'platform',
    summary: 'Signs an operator of the platform in',
    body: identity.SignIn,
    answer: identity.OperatorSession,
    problems: ['wrong-credentials'],
  }),
  listTenants: operation('listTenants', {
    access: 'operator',
    status: 200,
    tag: 'platform',
    summary: 'The resellers of this platform',
    answer: identity.TenantList,
  }),
};

/** Every operation of the HTTP API. The server refuses to start when one has no route, or a route has none. */
export const operations = {
  ...storeOperations,
  ...staffOperations,
  ...statementOperations,
  ...taskOperations,
  ...reconcileOperations,
  ...paymentMethodOperations,
  ...serviceOperations,
  ...cancelOperations,
  ...changeOperations,
  ...consoleOperations,
  ...placementOperations,
  ...platform,
};
export type Operations = typeof operations;
