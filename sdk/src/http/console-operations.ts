import { operation } from './operation.js';
import { ConsoleAccess } from './service-actions.js';
import { ServicePath } from './services.js';

const opening = {
  status: 201,
  tag: 'services',
  params: ServicePath,
  answer: ConsoleAccess,
  problems: ['service-state', 'not-supported', 'provider-refused', 'provider-unreachable'],
} as const;

/** The console of a server in a browser, for its customer and for staff. */
export const consoleOperations = {
  openServiceConsole: operation('openServiceConsole', {
    ...opening,
    access: 'customer',
    summary: 'The address of a page with the console; open it in a window of its own within a minute',
  }),
  openAdminServiceConsole: operation('openAdminServiceConsole', {
    ...opening,
    access: 'services.manage',
    summary: 'The address of a page with the console; open it in a window of its own within a minute',
  }),
};
