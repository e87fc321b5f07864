import { AdminOrder } from './admin.js';
import { operation } from './operation.js';
import { Order, OrderPath } from './orders.js';

/** The end of an order that nobody has paid for. */
export const cancelOperations = {
  cancelOrder: operation('cancelOrder', {
    access: 'customer',
    status: 200,
    tag: 'orders',
    summary: 'Takes back an order of which nothing is paid; its invoice is void',
    params: OrderPath,
    answer: Order,
    problems: ['invoice-state'],
  }),
  cancelAdminOrder: operation('cancelAdminOrder', {
    access: 'services.manage',
    status: 200,
    tag: 'admin',
    summary: 'Cancels an order of which nothing is paid; its invoice is void',
    params: OrderPath,
    answer: AdminOrder,
    problems: ['invoice-state'],
  }),
};
